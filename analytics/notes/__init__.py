"""What people type and the product keeps: comments, saved views."""
