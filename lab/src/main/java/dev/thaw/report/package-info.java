/// Shows results: tables, waterfalls, plots, and the single-file HTML page.
@NullMarked
package dev.thaw.report;

import org.jspecify.annotations.NullMarked;
