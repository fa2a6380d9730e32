"""What all pages share: how they are drawn, who may see them, and which forms are believed."""
