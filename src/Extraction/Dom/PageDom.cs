using AngleSharp.Dom;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The tree of a page laid out in document order: an element's subtree is the run of entries up to its <see cref="End"/>. Every
/// layer walks this by index, without recursion (pages nest thousands deep) and without AngleSharp's sibling look-ups, which
/// count through the parent's children each time.
/// </summary>
internal sealed class PageDom
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<IElement, int> _positions = [];

    private PageDom() { }

    private struct Entry
    {
        public IElement? Element;
        public string? Text;
        public string Tag;
        public int Parent;
        public int End;
        public int Depth;
        public bool Hidden;
    }

    public int Count => _entries.Count;

    /// <summary>Lays out a document.</summary>
    public static PageDom Of(IDocument document)
    {
        var dom = new PageDom();
        var open = new Stack<(INode Node, int Next, int Index)>();
        dom.Push(open, document, -1);
        while (open.TryPop(out var top))
        {
            if (top.Next >= top.Node.ChildNodes.Length)
            {
                if (top.Index >= 0) dom.Close(top.Index);
                continue;
            }

            var child = top.Node.ChildNodes[top.Next];
            open.Push((top.Node, top.Next + 1, top.Index));
            dom.Push(open, child, top.Index);
        }

        return dom;
    }

    public bool IsElement(int i) => _entries[i].Element is not null;

    public IElement Element(int i) => _entries[i].Element!;

    /// <summary>Lower-case local name; <c>#text</c> for text.</summary>
    public string Tag(int i) => _entries[i].Tag;

    /// <summary>The text of a text entry, null for an element.</summary>
    public string? OwnText(int i) => _entries[i].Text;

    /// <summary>Index of the parent element, -1 at the root.</summary>
    public int Parent(int i) => _entries[i].Parent;

    /// <summary>One past the last entry of the subtree.</summary>
    public int End(int i) => _entries[i].End;

    public int Depth(int i) => _entries[i].Depth;

    /// <summary>Inside script, style, template or the like: not what a reader sees.</summary>
    public bool IsHidden(int i) => _entries[i].Hidden;

    public bool Is(int i, string tag) => string.Equals(_entries[i].Tag, tag, StringComparison.Ordinal);

    public string? Attribute(int i, string name) => _entries[i].Element?.GetAttribute(name);

    /// <summary>False for text and for an element without any attribute.</summary>
    public bool HasAttributes(int i) => _entries[i].Element is { Attributes.Length: > 0 };

    public int IndexOf(IElement element) => _positions.TryGetValue(element, out var i) ? i : -1;

    /// <summary>Child elements of an element.</summary>
    public IEnumerable<int> Children(int i)
    {
        for (var c = i + 1; c < _entries[i].End; c = _entries[c].End)
            if (_entries[c].Element is not null) yield return c;
    }

    /// <summary>The next element with the same parent, or -1.</summary>
    public int NextSibling(int i)
    {
        var parent = _entries[i].Parent;
        var end = parent < 0 ? Count : _entries[parent].End;
        for (var c = _entries[i].End; c < end; c = _entries[c].End)
            if (_entries[c].Element is not null) return c;
        return -1;
    }

    /// <summary>Is <paramref name="i"/> in the subtree of <paramref name="ancestor"/>, or it itself?</summary>
    public bool IsWithin(int i, int ancestor) => i >= ancestor && i < _entries[ancestor].End;

    /// <summary>The nearest ancestor (or the element itself) with that tag, or -1.</summary>
    public int Closest(int i, string tag)
    {
        for (; i >= 0; i = _entries[i].Parent)
            if (Is(i, tag)) return i;
        return -1;
    }

    private void Push(Stack<(INode Node, int Next, int Index)> open, INode node, int parent)
    {
        switch (node)
        {
            case IElement element:
                var index = _entries.Count;
                var tag = element.LocalName;
                _entries.Add(new()
                {
                    Element = element,
                    Tag = tag,
                    Parent = parent,
                    End = index + 1,
                    Depth = parent < 0 ? 0 : _entries[parent].Depth + 1,
                    Hidden = (parent >= 0 && _entries[parent].Hidden) || tag is "script" or "style" or "template" or "noscript" or "svg" or "math" or "head" or "iframe" or "object",
                });
                _positions[element] = index;
                open.Push((element, 0, index));
                break;
            case IText text:
                _entries.Add(new() { Text = text.Data, Tag = "#text", Parent = parent, End = _entries.Count + 1, Depth = parent < 0 ? 0 : _entries[parent].Depth + 1, Hidden = parent >= 0 && _entries[parent].Hidden });
                break;
            case IDocument:
                open.Push((node, 0, -1));
                break;
        }
    }

    private void Close(int index) => _entries[index] = _entries[index] with { End = _entries.Count };
}
