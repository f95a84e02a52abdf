package dev.thaw.cloud.logs.pattern;

import java.util.BitSet;
import java.util.List;

/// The regular expressions of filter patterns: without groups, so that all their states can be
/// followed at once. The time is bounded by the lengths of expression and message, whatever they
/// hold.
final class Regex {

  private final List<List<Atom>> alternatives;
  private final int[] starts;
  private final int states;

  /// @param repeated whether it may occur again and again
  /// @param optional whether it may be missing
  record Atom(CharacterSet set, boolean repeated, boolean optional, Anchor anchor) {}

  enum Anchor {
    NONE,
    BEGIN,
    END
  }

  /// Which characters an atom takes.
  @FunctionalInterface
  interface CharacterSet {
    boolean takes(char c);
  }

  Regex(List<List<Atom>> alternatives) {
    this.alternatives = List.copyOf(alternatives);
    starts = new int[alternatives.size()];
    int count = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = count;
      count += alternatives.get(i).size() + 1;
    }
    states = count;
  }

  static Regex parse(String source) {
    return new RegexParser(source).parse();
  }

  /// Whether it occurs in a text.
  boolean find(String text) {
    BitSet now = new BitSet(states);
    for (int at = 0; at <= text.length(); at++) {
      for (int i = 0; i < starts.length; i++) {
        if (enter(now, i, 0, at, text.length())) {
          return true;
        }
      }
      if (at < text.length()) {
        BitSet next = new BitSet(states);
        if (step(now, next, text.charAt(at), at + 1, text.length())) {
          return true;
        }
        now = next;
      }
    }
    return false;
  }

  private boolean step(BitSet now, BitSet next, char c, int at, int length) {
    for (int i = 0; i < starts.length; i++) {
      List<Atom> atoms = alternatives.get(i);
      int end = starts[i] + atoms.size();
      for (int s = now.nextSetBit(starts[i]); s >= 0 && s < end; s = now.nextSetBit(s + 1)) {
        Atom atom = atoms.get(s - starts[i]);
        if (atom.anchor() == Anchor.NONE && atom.set().takes(c)) {
          if (atom.repeated()) {
            next.set(s);
          }
          if (enter(next, i, s - starts[i] + 1, at, length)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Marks a state and all that are reached from it without a character; true at the end.
  private boolean enter(BitSet marked, int alternative, int from, int at, int length) {
    List<Atom> atoms = alternatives.get(alternative);
    for (int i = from; i < atoms.size(); i++) {
      Atom atom = atoms.get(i);
      boolean passes =
          switch (atom.anchor()) {
            case BEGIN -> at == 0;
            case END -> at == length;
            case NONE -> {
              marked.set(starts[alternative] + i);
              yield atom.optional();
            }
          };
      if (!passes) {
        return false;
      }
    }
    return true;
  }
}
