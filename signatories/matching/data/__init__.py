"""What the matcher knows of words, one subject for each file: plain tables to read and to add to. Facts, and no names."""
