package dev.thaw.report;

/// The two widths that every plot is drawn for: text in a picture shrinks with it, so a telephone
/// gets pictures of its own.
///
/// @param name of the CSS class that shows or hides it
/// @param width in units of the drawing, about pixels
/// @param names room for the names of phases
/// @param sizes room for memory sizes
/// @param dots at most for one row of samples
record Canvas(String name, double width, double names, double sizes, int dots) {

  static final Canvas WIDE = new Canvas("wide", 900, 190, 90, 400);
  static final Canvas NARROW = new Canvas("narrow", 420, 134, 74, 200);
}
