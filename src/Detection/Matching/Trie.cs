namespace Ecom389.Monitor.Detection.Matching;

/// <summary>The tree of patterns and its completion to an automaton.</summary>
internal sealed class Trie(int width)
{
    private readonly List<Dictionary<int, int>> _children = [[]];
    private readonly Dictionary<int, List<int>> _outputs = [];
    private int[] _states = [0];

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

    /// <summary>The state of a node in the completed automaton: breadth first, so that what is most used lies together.</summary>
    public int StateOf(int node) => _states[node];

    /// <summary>The transitions and, state by state, which patterns end there.</summary>
    public (TransitionTable Transitions, int[] OutputStart, int[] Outputs) Complete()
    {
        var order = BreadthFirst();
        _states = new int[_children.Count];
        for (var state = 0; state < order.Count; state++) _states[order[state]] = state;

        var fallback = new int[order.Count];
        var children = new List<(int Letter, int Child)>[order.Count];
        var found = new List<int>[order.Count];
        for (var state = 0; state < order.Count; state++)
        {
            var node = order[state];
            children[state] = [.. _children[node].Select(pair => (pair.Key, _states[pair.Value]))];
            found[state] = _outputs.TryGetValue(node, out var own) ? own : [];
            if (state > 0 && found[fallback[state]].Count > 0) found[state] = [.. found[state], .. found[fallback[state]]];
            foreach (var (letter, child) in children[state])
                if (state > 0) fallback[child] = Target(order, fallback, fallback[state], letter);
        }

        var starts = new int[order.Count + 1];
        var outputs = new List<int>();
        for (var state = 0; state < order.Count; state++)
        {
            starts[state] = outputs.Count;
            outputs.AddRange(found[state]);
        }
        starts[order.Count] = outputs.Count;
        return (TransitionTable.Of(width, children, fallback), starts, [.. outputs]);
    }

    /// <summary>The state that a letter leads to, falling back as far as need be.</summary>
    private int Target(List<int> order, int[] fallback, int state, int letter)
    {
        while (true)
        {
            if (_children[order[state]].TryGetValue(letter, out var child)) return _states[child];
            if (state == 0) return 0;
            state = fallback[state];
        }
    }

    private List<int> BreadthFirst()
    {
        var order = new List<int>(_children.Count) { 0 };
        for (var i = 0; i < order.Count; i++) order.AddRange(_children[order[i]].Values);
        return order;
    }
}
