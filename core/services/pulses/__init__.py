"""How matches are going: three questions now and then, answered privately, shown in numbers."""
