namespace Ecom389.Monitor.Detection.Matching;

/// <summary>The tree of patterns and its completion to a table of transitions without failure links.</summary>
internal sealed class Trie(int width)
{
    private readonly List<Dictionary<int, int>> _children = [[]];
    private readonly Dictionary<int, List<int>> _outputs = [];
    private int[] _rows = [0];

    /// <summary>The child of a node for a class of letters, made where there is none.</summary>
    public int Child(int node, int letter)
    {
        if (_children[node].TryGetValue(letter, out var child)) return child;
        child = _children.Count;
        _children.Add([]);
        _children[node].Add(letter, child);
        return child;
    }

    /// <summary>States that a pattern ends at a node.</summary>
    public void Output(int node, int pattern)
    {
        if (!_outputs.TryGetValue(node, out var list)) _outputs.Add(node, list = []);
        list.Add(pattern);
    }

    /// <summary>The row of a node in the completed table: breadth first, so that the rows most used lie together.</summary>
    public int RowOf(int node) => _rows[node];

    /// <summary>The dense table (targets multiplied by the width, complemented where a pattern ends) and, row by row, which patterns end there.</summary>
    public (int[] Next, int[] OutputStart, int[] Outputs) Complete()
    {
        var order = BreadthFirst();
        _rows = new int[_children.Count];
        for (var row = 0; row < order.Count; row++) _rows[order[row]] = row;

        var next = new int[_children.Count * width];
        var fail = new int[_children.Count];
        var found = new List<int>[_children.Count];
        for (var row = 0; row < order.Count; row++)
        {
            var node = order[row];
            var failRow = fail[row];
            found[row] = _outputs.TryGetValue(node, out var own) ? own : [];
            if (row > 0 && found[failRow].Count > 0) found[row] = [.. found[row], .. found[failRow]];
            if (row > 0) Array.Copy(next, failRow * width, next, row * width, width);
            foreach (var (letter, child) in _children[node])
            {
                var childRow = _rows[child];
                // The table of the row failed to is complete already: it is nearer the root.
                fail[childRow] = row == 0 ? 0 : next[failRow * width + letter] / width;
                next[row * width + letter] = childRow * width;
            }
        }

        var starts = new int[order.Count + 1];
        var outputs = new List<int>();
        for (var row = 0; row < order.Count; row++)
        {
            starts[row] = outputs.Count;
            outputs.AddRange(found[row]);
        }
        starts[order.Count] = outputs.Count;
        for (var i = 0; i < next.Length; i++)
        {
            var row = next[i] / width;
            if (starts[row] != starts[row + 1]) next[i] = ~next[i];
        }
        return (next, starts, [.. outputs]);
    }

    private List<int> BreadthFirst()
    {
        var order = new List<int>(_children.Count) { 0 };
        for (var i = 0; i < order.Count; i++) order.AddRange(_children[order[i]].Values);
        return order;
    }
}
