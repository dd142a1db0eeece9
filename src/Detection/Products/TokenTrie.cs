namespace Ecom389.Monitor.Detection.Products;

/// <summary>Sequences of tokens with what they mean; the longest at a place wins. Built once, then safe for concurrent use.</summary>
/// <typeparam name="T">What a sequence means.</typeparam>
internal sealed class TokenTrie<T>
    where T : class
{
    private readonly Dictionary<(int Node, int Token), int> _edges = [];
    private readonly List<T?> _values = [null];

    /// <summary>By token, whether a sequence starts with it: most tokens of a title start none.</summary>
    private bool[] _starts = [];

    /// <summary>Number of sequences.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a sequence; gives what already stood there, or null.</summary>
    public T? Add(ReadOnlySpan<int> tokens, T value)
    {
        var node = 0;
        if (!tokens.IsEmpty && tokens[0] >= 0)
        {
            if (tokens[0] >= _starts.Length) Array.Resize(ref _starts, Math.Max(tokens[0] + 1, _starts.Length * 2));
            _starts[tokens[0]] = true;
        }
        foreach (var token in tokens)
        {
            if (!_edges.TryGetValue((node, token), out var child))
            {
                child = _values.Count;
                _values.Add(null);
                _edges.Add((node, token), child);
            }
            node = child;
        }
        var known = _values[node];
        if (known is null)
        {
            _values[node] = value;
            Count++;
        }
        return known;
    }

    /// <summary>Whether any of the tokens starts a sequence.</summary>
    public bool MayStart(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            if (Starts(token)) return true;
        }
        return false;
    }

    /// <summary>The longest sequence that starts at <paramref name="from"/>, and how many tokens it has; null where none does.</summary>
    public T? Longest(ReadOnlySpan<int> tokens, int from, out int length)
    {
        T? best = null;
        length = 0;
        if (from >= tokens.Length || !Starts(tokens[from])) return null;
        var node = 0;
        for (var i = from; i < tokens.Length && _edges.TryGetValue((node, tokens[i]), out node); i++)
        {
            if (_values[node] is not { } value) continue;
            best = value;
            length = i - from + 1;
        }
        return best;
    }

    private bool Starts(int token) => (uint)token < (uint)_starts.Length && _starts[token];
}
