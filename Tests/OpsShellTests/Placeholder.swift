// Placeholder until the first real file of this module stands here.
