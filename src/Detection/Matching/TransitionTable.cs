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

    /// <summary>Lays out a tree of patterns.</summary>
    /// <param name="width">Number of classes.</param>
    /// <param name="children">By state in breadth-first order: classes and the states they lead to.</param>
    public static TransitionTable Of(int width, IReadOnlyList<IReadOnlyList<(int Letter, int Child)>> children, int[] fallback)
    {
        var count = children.Count;
        var rows = Math.Min(count, MostRows);
        var next = new int[rows * width];
        var nodes = new Node[count];
        var letters = new ushort[count];
        var following = 1;
        for (var state = 0; state < count; state++)
        {
            // A state falls back to one nearer the root, whose row is complete already.
            if (state > 0 && state < rows) Array.Copy(next, fallback[state] * width, next, state * width, width);
            var own = children[state];
            nodes[state] = new(following, fallback[state], (ushort)own.Count, own.Count > 0 ? (ushort)own[0].Letter : Node.NoLetter);
            foreach (var (letter, child) in own)
            {
                letters[child] = (ushort)letter;
                if (state < rows) next[(state * width) + letter] = child;
            }
            following += own.Count;
        }
        return new(width, rows, next, nodes, letters);
    }

    /// <summary>A state: most beyond the first rows have one child, whose letter is told here, so that one look is enough.</summary>
    private readonly record struct Node(int FirstChild, int Fallback, ushort Children, ushort FirstLetter)
    {
        public const ushort NoLetter = ushort.MaxValue;
    }
}
