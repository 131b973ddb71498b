"""The Word round trip: findings out as comments, an editor's changes back as decisions."""
