using System.Runtime.CompilerServices;

namespace Ecom389.Monitor.Detection.Matching;

/// <summary>
/// Transitions of the automaton. States are numbered breadth first: those near the root, where most of a text is read, have a full row each;
/// the many beyond have their few children, which follow one another, and the state to fall back to. So the whole fits a
/// processor's cache, where full rows for all would take tens of megabytes.
/// </summary>
internal sealed class TransitionTable
{
    /// <summary>States with full rows: about a megabyte.</summary>
    private const int MostRows = 2048;

    private readonly int _width;
    private readonly int _rows;
    private readonly int[] _next;

    /// <summary>By state: its first child; the one after the last state closes the list.</summary>
    private readonly int[] _firstChild;
    private readonly int[] _fallback;

    /// <summary>By state: the class that leads to it.</summary>
    private readonly ushort[] _letter;

    /// <summary>By state, a bit: whether a pattern ends there.</summary>
    private readonly ulong[] _ends;

    private TransitionTable(int width, int rows, int[] next, int[] firstChild, int[] fallback, ushort[] letter, ulong[] ends)
    {
        _width = width;
        _rows = rows;
        _next = next;
        _firstChild = firstChild;
        _fallback = fallback;
        _letter = letter;
        _ends = ends;
    }

    /// <summary>Number of states.</summary>
    public int StateCount => _fallback.Length;

    /// <summary>The state after a class of letters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(int state, int kind) => state < _rows ? _next[(state * _width) + kind] : StepBeyond(state, kind);

    /// <summary>Whether a pattern ends at a state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Ends(int state) => (_ends[state >> 6] >> state & 1) != 0;

    private int StepBeyond(int state, int kind)
    {
        var letter = _letter;
        do
        {
            var end = _firstChild[state + 1];
            for (var child = _firstChild[state]; child < end; child++)
            {
                if (letter[child] == kind) return child;
            }
            state = _fallback[state];
        }
        while (state >= _rows);
        return _next[(state * _width) + kind];
    }

    /// <summary>Lays out a tree of patterns.</summary>
    /// <param name="width">Number of classes.</param>
    /// <param name="children">By state in breadth-first order: classes and the states they lead to.</param>
    /// <param name="ends">Whether a pattern ends at a state.</param>
    public static TransitionTable Of(int width, IReadOnlyList<IReadOnlyList<(int Letter, int Child)>> children, int[] fallback, Func<int, bool> ends)
    {
        var count = children.Count;
        var rows = Math.Min(count, MostRows);
        var next = new int[rows * width];
        var first = new int[count + 1];
        var letters = new ushort[count];
        var bits = new ulong[(count >> 6) + 1];
        var following = 1;
        for (var state = 0; state < count; state++)
        {
            // A state falls back to one nearer the root, whose row is complete already.
            if (state > 0 && state < rows) Array.Copy(next, fallback[state] * width, next, state * width, width);
            first[state] = following;
            foreach (var (letter, child) in children[state])
            {
                letters[child] = (ushort)letter;
                if (state < rows) next[(state * width) + letter] = child;
            }
            following += children[state].Count;
            if (ends(state)) bits[state >> 6] |= 1UL << state;
        }
        first[count] = following;
        return new(width, rows, next, first, fallback, letters, bits);
    }
}
