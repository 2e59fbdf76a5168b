"""The nouns: what the rooms take and give. Frozen, slotted dataclasses; standard library only."""
