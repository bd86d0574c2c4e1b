"""What templates may ask of organisations."""
