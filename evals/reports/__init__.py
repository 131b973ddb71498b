"""Reports against samples: draft from a department's facts, then score the draft."""
