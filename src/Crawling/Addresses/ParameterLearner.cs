using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Learns which query parameters of a site do not tell one listing from another (campaign, position, session under a name of the
/// site's own): those that the pages of single listings themselves leave out of their canonical address. Not for lists, whose
/// canonical address often leaves out the page number. Used by one source's scan, one page at a time.
/// </summary>
public sealed class ParameterLearner
{
    // Fewer pages may agree by accident.
    private const int Proof = 3;

    /// <summary>Names noted at most. A site has dozens; one that makes up new ones all the time is not to fill memory and store with them.</summary>
    internal const int MaxNames = 2_000;

    private readonly Dictionary<string, ParameterNote> _notes = new(StringComparer.Ordinal);

    /// <param name="notes">What earlier runs learned.</param>
    public ParameterLearner(IEnumerable<ParameterNote> notes)
    {
        foreach (var note in notes) _notes[note.Name] = note;
    }

    /// <summary>What is known now, by name.</summary>
    public IReadOnlyList<ParameterNote> Notes => [.. _notes.Values.OrderBy(note => note.Name, StringComparer.Ordinal)];

    /// <summary>True once something was noted.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Notes a listing's page: the address it was fetched at and the one it calls canonical, both in canonical form.</summary>
    public void Note(string fetched, string canonical)
    {
        if (!TrySplit(fetched, out var place, out var parameters) || !TrySplit(canonical, out var canonicalPlace, out var kept)) return;
        // Another path is another scheme of addresses: nothing follows for the parameters.
        if (!string.Equals(place, canonicalPlace, StringComparison.Ordinal) || parameters.Count == 0) return;
        foreach (var parameter in parameters)
        {
            var name = NameOf(parameter);
            if (!_notes.TryGetValue(name, out var note) && _notes.Count >= MaxNames) continue;
            note ??= new(name, 0, 0);
            var isKept = kept.Exists(other => string.Equals(NameOf(other), name, StringComparison.Ordinal));
            _notes[name] = isKept ? note with { Kept = note.Kept + 1 } : note with { Dropped = note.Dropped + 1 };
            HasChanged = true;
        }
    }

    /// <summary>The canonical URL without the parameters known to mean nothing.</summary>
    public string Strip(string canonicalUrl)
    {
        if (_notes.Count == 0 || !TrySplit(canonicalUrl, out var place, out var parameters)) return canonicalUrl;
        var kept = parameters.FindAll(parameter => !(_notes.GetValueOrDefault(NameOf(parameter)) is { Kept: 0, Dropped: >= Proof }));
        if (kept.Count == parameters.Count) return canonicalUrl;
        return kept.Count == 0 ? place : $"{place}?{string.Join('&', kept)}";
    }

    private static bool TrySplit(string url, out string place, out List<string> parameters)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        (place, parameters) = (query < 0 ? url : url[..query], query < 0 ? [] : [.. url[(query + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries)]);
        // The few fragments that canonical addresses keep name pages of their own.
        return !url.Contains('#', StringComparison.Ordinal);
    }

    private static string NameOf(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? pair : pair[..equals];
    }
}
