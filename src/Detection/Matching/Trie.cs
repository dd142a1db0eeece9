using System.Runtime.InteropServices;

namespace Ecom389.Monitor.Detection.Matching;

/// <summary>
/// The tree of patterns, completed to an automaton while it grows. A state is a run of the patterns that begin alike; it is parted by their
/// next letter, so every letter of every pattern is looked at once and no node of its own is ever made.
/// </summary>
internal sealed class Trie(int width)
{
    /// <summary>The letters of all patterns, one pattern behind the other.</summary>
    private readonly List<ushort> _letters = [];

    /// <summary>Where each begins; that of the next is where it ends.</summary>
    private readonly List<int> _starts = [0];

    /// <summary>Puts a letter at the end of the pattern in hand.</summary>
    public void Append(ushort letter) => _letters.Add(letter);

    /// <summary>Ends the pattern in hand, which has a letter at least; patterns are numbered in the order in which they end.</summary>
    public void EndPattern() => _starts.Add(_letters.Count);

    /// <summary>
    /// The transitions and, state by state, which of the first patterns end there. States are numbered breadth first, so that what is most
    /// used lies together; those of one parent in the order of the first pattern through each.
    /// </summary>
    /// <param name="reported">Patterns from this number on only have a path, and end silently.</param>
    public (TransitionTable Transitions, int[] OutputStart, int[] Outputs) Complete(int reported)
    {
        var letters = CollectionsMarshal.AsSpan(_letters);
        var starts = CollectionsMarshal.AsSpan(_starts);
        var most = letters.Length + 1;
        var table = new TransitionTable.Growing(width, most);
        var patterns = new int[starts.Length - 1];
        for (var p = 0; p < patterns.Length; p++) patterns[p] = p;
        var (from, to, fallback, outputStart) = (new int[most], new int[most], new int[most], new int[most + 1]);
        var outputs = new List<int>(patterns.Length * 2);
        var parting = new Parting(width, patterns.Length);
        (from[0], to[0]) = (0, patterns.Length);
        var (count, depth, levelEnd) = (1, 0, 1);
        for (var state = 0; state < count; state++)
        {
            if (state == levelEnd) (depth, levelEnd) = (depth + 1, count);
            var run = patterns.AsSpan(from[state], to[state] - from[state]);
            outputStart[state] = outputs.Count;
            var ended = parting.Part(run, letters, starts, depth);
            foreach (var pattern in run[..ended])
                if (pattern < reported) outputs.Add(pattern);
            // A state falls back to one nearer the root, which is complete already.
            if (state > 0) outputs.AddRange(CollectionsMarshal.AsSpan(outputs)[outputStart[fallback[state]]..outputStart[fallback[state] + 1]]);
            table.Add(state, count, parting.Letters, fallback[state]);
            var at = from[state] + ended;
            for (var child = 0; child < parting.Letters.Length; child++)
            {
                (from[count], to[count]) = (at, at += parting.Sizes[child]);
                fallback[count++] = state == 0 ? 0 : table.Step(fallback[state], parting.Letters[child]);
            }
        }
        outputStart[count] = outputs.Count;
        return (table.Complete(count), outputStart[..(count + 1)], [.. outputs]);
    }

    /// <summary>Parts a run of patterns by their letter at one depth: those that end there first, the others letter by letter, all in the order they had.</summary>
    private sealed class Parting(int width, int patterns)
    {
        private readonly int[] _groupOf = new int[width];
        private readonly ushort[] _letters = new ushort[width];
        private readonly int[] _sizes = new int[width];
        private readonly int[] _places = new int[width];
        private readonly int[] _spare = new int[patterns];
        private int _groups;

        /// <summary>The letters that go on, in the order of the first pattern of each.</summary>
        public ReadOnlySpan<ushort> Letters => _letters.AsSpan(0, _groups);

        /// <summary>How many patterns go on with each.</summary>
        public ReadOnlySpan<int> Sizes => _sizes.AsSpan(0, _groups);

        /// <summary>How many end at this depth.</summary>
        public int Part(Span<int> run, ReadOnlySpan<ushort> letters, ReadOnlySpan<int> starts, int depth)
        {
            _groups = 0;
            var ended = 0;
            foreach (var pattern in run)
            {
                var at = starts[pattern] + depth;
                if (at == starts[pattern + 1]) ended++;
                else Count(letters[at]);
            }
            // Most runs beyond the first letters are one pattern that goes on.
            if (ended == run.Length || (ended == 0 && _groups == 1)) return ended;
            var place = ended;
            for (var g = 0; g < _groups; g++)
            {
                _places[g] = place;
                place += _sizes[g];
            }
            ended = 0;
            foreach (var pattern in run)
            {
                var at = starts[pattern] + depth;
                _spare[at == starts[pattern + 1] ? ended++ : _places[_groupOf[letters[at]]]++] = pattern;
            }
            _spare.AsSpan(0, run.Length).CopyTo(run);
            return ended;
        }

        private void Count(ushort letter)
        {
            var group = _groupOf[letter];
            if (group >= _groups || _letters[group] != letter)
            {
                group = _groupOf[letter] = _groups++;
                _letters[group] = letter;
                _sizes[group] = 0;
            }
            _sizes[group]++;
        }
    }
}
