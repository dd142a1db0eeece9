namespace Ecom389.Monitor.Extraction;

/// <summary>The page's meta elements (OpenGraph protocol, product:, Twitter cards, plain names) and head links.</summary>
internal sealed class MetaReader
{
    private MetaReader(List<(string Name, string Content)> pairs, string? canonical, string? next, string? title)
    {
        Pairs = pairs;
        Canonical = canonical;
        Next = next;
        DocumentTitle = title;
    }

    /// <summary>Names in lower case with their contents, in document order, duplicates kept.</summary>
    public List<(string Name, string Content)> Pairs { get; }

    /// <summary><c>link rel=canonical</c> as written.</summary>
    public string? Canonical { get; }

    /// <summary><c>link rel=next</c> as written.</summary>
    public string? Next { get; }

    /// <summary>The document's title.</summary>
    public string? DocumentTitle { get; }

    public static MetaReader Read(PageDom dom)
    {
        var pairs = new List<(string, string)>();
        string? canonical = null, next = null, title = null;
        foreach (var i in dom.All("meta"))
        {
            if ((dom.Attribute(i, "property") ?? dom.Attribute(i, "name")) is not { } name || dom.Attribute(i, "content") is not { } content) continue;
            foreach (var one in MicrodataReader.Words(name)) pairs.Add((one.ToLowerInvariant(), content));
        }

        foreach (var i in dom.All("link"))
        {
            if (dom.Attribute(i, "rel") is not { } rel) continue;
            if (rel.Equals("canonical", StringComparison.OrdinalIgnoreCase)) canonical ??= dom.Attribute(i, "href");
            else if (rel.Equals("next", StringComparison.OrdinalIgnoreCase)) next ??= dom.Attribute(i, "href");
        }

        foreach (var i in dom.All("title"))
            if (title is null && dom.Closest(i, "svg") < 0) title = DomText.Collapse(JsonLdReader.ScriptText(dom, i));

        return new(pairs, canonical, next, string.IsNullOrEmpty(title) ? null : title);
    }

    /// <summary>The first content of the first of these names that is not blank, with the name.</summary>
    public (string Name, string Content)? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            foreach (var pair in Pairs)
                if (string.Equals(pair.Name, name, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(pair.Content)) return pair;
        return null;
    }

    public string? Value(params ReadOnlySpan<string> names) => First(names)?.Content;
}
