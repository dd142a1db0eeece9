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
    private readonly Node[] _nodes;

    /// <summary>By state: the class that leads to it.</summary>
    private readonly ushort[] _letter;

    private TransitionTable(int width, int rows, int[] next, Node[] nodes, ushort[] letter)
    {
        _width = width;
        _rows = rows;
        _next = next;
        _nodes = nodes;
        _letter = letter;
    }

    /// <summary>Number of states.</summary>
    public int StateCount => _nodes.Length;

    /// <summary>The state after a class of letters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(int state, int kind) => state < _rows ? _next[(state * _width) + kind] : StepBeyond(state, kind);

    private int StepBeyond(int state, int kind)
    {
        do
        {
            ref readonly var node = ref _nodes[state];
            if (node.FirstLetter == kind) return node.FirstChild;
            for (var child = node.FirstChild + 1; child < node.FirstChild + node.Children; child++)
            {
                if (_letter[child] == kind) return child;
            }
            state = node.Fallback;
        }
        while (state >= _rows);
        return _next[(state * _width) + kind];
    }

    /// <summary>A table to which states are added in breadth-first order, each when those it may fall back to are there.</summary>
    /// <param name="width">Number of classes.</param>
    /// <param name="most">States at most.</param>
    public sealed class Growing(int width, int most)
    {
        private readonly TransitionTable _table = new(width, Math.Min(most, MostRows), new int[Math.Min(most, MostRows) * width], new Node[most], new ushort[most]);

        /// <summary>Adds a state.</summary>
        /// <param name="firstChild">Its children are the states from here on, one a letter.</param>
        /// <param name="letters">Classes that lead to its children.</param>
        public void Add(int state, int firstChild, ReadOnlySpan<ushort> letters, int fallback)
        {
            var (next, rows) = (_table._next, _table._rows);
            if (state > 0 && state < rows) Array.Copy(next, fallback * width, next, state * width, width);
            _table._nodes[state] = new(firstChild, fallback, (ushort)letters.Length, letters.IsEmpty ? Node.NoLetter : letters[0]);
            letters.CopyTo(_table._letter.AsSpan(firstChild));
            if (state >= rows) return;
            for (var child = 0; child < letters.Length; child++) next[(state * width) + letters[child]] = firstChild + child;
        }

        /// <summary>Where a state that was added leads.</summary>
        public int Step(int state, int kind) => _table.Step(state, kind);

        /// <summary>The table of what was added.</summary>
        public TransitionTable Complete(int count)
        {
            var rows = Math.Min(count, _table._rows);
            return new(width, rows, _table._next[..(rows * width)], _table._nodes[..count], _table._letter[..count]);
        }
    }

    /// <summary>A state: most beyond the first rows have one child, whose letter is told here, so that one look is enough.</summary>
    private readonly record struct Node(int FirstChild, int Fallback, ushort Children, ushort FirstLetter)
    {
        public const ushort NoLetter = ushort.MaxValue;
    }
}
