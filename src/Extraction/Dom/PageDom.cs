using System.Buffers;
using AngleSharp.Dom;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The tree of a page laid out in document order: an element's subtree is the run of entries up to its <see cref="End"/>. Every
/// layer walks this by index, without recursion (pages nest thousands deep). Made by <see cref="PlainMarkup"/> straight from the
/// text, or from AngleSharp's tree where the markup needs repair or a source has selectors. Texts and attribute values are cut out
/// of the page when first asked for. Not for concurrent use; its arrays are borrowed and go back with <see cref="Dispose"/>.
/// </summary>
internal sealed class PageDom : IDisposable
{
    private readonly string _source;
    private readonly Dictionary<IElement, int>? _positions;
    private Entry[] _entries;
    private Named[] _attributes;
    private int _attributeCount;
    private ulong _names;
    private int[]? _lengths;

    private PageDom(string source, int room, bool hasElements)
    {
        _source = source;
        _entries = ArrayPool<Entry>.Shared.Rent(room);
        _attributes = ArrayPool<Named>.Shared.Rent(room);
        if (hasElements) _positions = [];
    }

    private struct Entry
    {
        public IElement? Element;
        public string? Text;
        public string Tag;
        public int Parent;
        public int End;
        public int Depth;
        public bool IsText;
        public bool Hidden;

        /// <summary>Of an element its first attribute, of a text its first character in the page.</summary>
        public int From;

        public int Length;
        public bool HasReferences;

        /// <summary>A bit for each attribute's name: most questions for an attribute are answered by its absence.</summary>
        public ulong Names;
    }

    private struct Named
    {
        public string Name;
        public string? Value;
        public int From;
        public int Length;
        public bool HasReferences;
    }

    public int Count { get; private set; }

    /// <summary>Lays out a document.</summary>
    public static PageDom Of(IDocument document)
    {
        var dom = new PageDom("", 256, hasElements: true);
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

    /// <summary>An empty tree over a page's text, to be filled.</summary>
    internal static PageDom Over(string source) => new(source, Math.Clamp(source.Length / 40, 64, 65_536), hasElements: false);

    public bool IsElement(int i) => !At(i).IsText;

    /// <summary>Lower-case local name; <c>#text</c> for text.</summary>
    public string Tag(int i) => At(i).Tag;

    /// <summary>The text of a text entry, null for an element.</summary>
    public string? OwnText(int i)
    {
        ref var entry = ref At(i);
        return entry.IsText ? entry.Text ??= Cut(entry.From, entry.Length, entry.HasReferences, inAttribute: false) : null;
    }

    /// <summary>The same without cutting it out; empty for an element.</summary>
    public ReadOnlySpan<char> OwnSpan(int i)
    {
        ref var entry = ref At(i);
        if (!entry.IsText) return default;
        return entry.Text is not null || entry.HasReferences ? OwnText(i) : _source.AsSpan(entry.From, entry.Length);
    }

    /// <summary>Index of the parent element, -1 at the root.</summary>
    public int Parent(int i) => At(i).Parent;

    /// <summary>One past the last entry of the subtree.</summary>
    public int End(int i) => At(i).End;

    public int Depth(int i) => At(i).Depth;

    /// <summary>Inside script, style, template or the like: not what a reader sees.</summary>
    public bool IsHidden(int i) => At(i).Hidden;

    public bool Is(int i, string tag) => string.Equals(At(i).Tag, tag, StringComparison.Ordinal);

    public string? Attribute(int i, string name)
    {
        ref var entry = ref At(i);
        if ((entry.Names & Bit(name)) == 0) return null;
        if (entry.Element is { } element) return element.GetAttribute(name);
        foreach (ref var attribute in _attributes.AsSpan(entry.From, entry.Length))
            if (string.Equals(attribute.Name, name, StringComparison.Ordinal)) return attribute.Value ??= Cut(attribute.From, attribute.Length, attribute.HasReferences, inAttribute: true);
        return null;
    }

    /// <summary>May an element of the page have an attribute of that name? No is certain.</summary>
    public bool MayHave(string name) => (_names & Bit(name)) != 0;

    /// <summary>False for text and for an element without any attribute.</summary>
    public bool HasAttributes(int i)
    {
        ref var entry = ref At(i);
        return !entry.IsText && (entry.Element is { } element ? element.Attributes.Length > 0 : entry.Length > 0);
    }

    /// <summary>Where an element of AngleSharp's tree stands; -1 when it does not, or the tree was not made from one.</summary>
    public int IndexOf(IElement element) => _positions is not null && _positions.TryGetValue(element, out var i) ? i : -1;

    /// <summary>Child elements of an element.</summary>
    public IEnumerable<int> Children(int i)
    {
        for (var c = i + 1; c < End(i); c = End(c))
            if (IsElement(c)) yield return c;
    }

    /// <summary>The next element with the same parent, or -1.</summary>
    public int NextSibling(int i)
    {
        var parent = Parent(i);
        var end = parent < 0 ? Count : End(parent);
        for (var c = End(i); c < end; c = End(c))
            if (IsElement(c)) return c;
        return -1;
    }

    /// <summary>Is <paramref name="i"/> in the subtree of <paramref name="ancestor"/>, or it itself?</summary>
    public bool IsWithin(int i, int ancestor) => i >= ancestor && i < End(ancestor);

    /// <summary>The nearest ancestor (or the element itself) with that tag, or -1.</summary>
    public int Closest(int i, string tag)
    {
        for (; i >= 0; i = Parent(i))
            if (Is(i, tag)) return i;
        return -1;
    }

    /// <summary>Adds an element below another; its attributes are those added since <paramref name="firstAttribute"/>.</summary>
    internal int AddElement(string tag, int parent, int firstAttribute, int attributes)
    {
        var index = Count;
        var names = 0UL;
        foreach (ref var attribute in _attributes.AsSpan(firstAttribute, attributes)) names |= Bit(attribute.Name);
        _names |= names;
        Add(new()
        {
            Tag = tag,
            Parent = parent,
            End = index + 1,
            Depth = parent < 0 ? 0 : At(parent).Depth + 1,
            Hidden = (parent >= 0 && At(parent).Hidden) || Hides(tag),
            From = firstAttribute,
            Length = attributes,
            Names = names,
        });
        return index;
    }

    /// <summary>Adds text below an element; to the text that is its last child, unless it is to stand apart.</summary>
    internal void AddText(int parent, int from, int length, bool hasReferences, bool apart)
    {
        var last = Count - 1;
        if (!apart && At(last).IsText && At(last).Parent == parent)
        {
            var before = OwnText(last);
            ref var entry = ref At(last);
            entry.Text = before + Cut(from, length, hasReferences, inAttribute: false);
            return;
        }

        Add(new() { IsText = true, Tag = "#text", Parent = parent, End = last + 2, Depth = At(parent).Depth + 1, Hidden = At(parent).Hidden, From = from, Length = length, HasReferences = hasReferences });
    }

    /// <summary>Where the next attribute will stand.</summary>
    internal int NextAttribute => _attributeCount;

    /// <summary>Adds an attribute, unless one of that name stands there already.</summary>
    internal void AddAttribute(int first, string name, int from, int length, bool hasReferences)
    {
        foreach (ref var before in _attributes.AsSpan(first.._attributeCount))
            if (string.Equals(before.Name, name, StringComparison.Ordinal)) return;
        if (_attributeCount == _attributes.Length) Grow(ref _attributes, _attributeCount);
        _attributes[_attributeCount++] = new() { Name = name, From = from, Length = length, HasReferences = hasReferences };
    }

    /// <summary>The attributes of an element, to be given to another like it.</summary>
    internal (int First, int Count) AttributesOf(int i) => (At(i).From, At(i).Length);

    /// <summary>Names and values of an element's attributes.</summary>
    internal IEnumerable<(string Name, string Value)> Attributes(int i) => At(i).Element is { } element
        ? element.Attributes.Select(attribute => (attribute.Name, attribute.Value))
        : Enumerable.Range(At(i).From, At(i).IsText ? 0 : At(i).Length).Select(at => (_attributes[at].Name, Attribute(i, _attributes[at].Name)!));

    /// <summary>Ends the subtree of an element here.</summary>
    internal void Close(int index) => At(index).End = Count;

    /// <summary>
    /// How many characters of visible text stand before each entry (and after the last), white space between words counted once within
    /// a text. Worked out when first asked for; as long as the page.
    /// </summary>
    internal ReadOnlySpan<int> Lengths => (_lengths ??= MeasureTexts()).AsSpan(0, Count + 1);

    /// <summary>Gives the arrays back. Nothing may be asked of the tree afterwards; strings it gave stay.</summary>
    public void Dispose()
    {
        if (_entries.Length == 0) return;
        // They hold texts and elements, which must not outlive the page.
        _entries.AsSpan(0, Count).Clear();
        _attributes.AsSpan(0, _attributeCount).Clear();
        ArrayPool<Entry>.Shared.Return(_entries);
        ArrayPool<Named>.Shared.Return(_attributes);
        if (_lengths is not null) ArrayPool<int>.Shared.Return(_lengths);
        (_entries, _attributes, _lengths, Count, _attributeCount) = ([], [], null, 0, 0);
    }

    private int[] MeasureTexts()
    {
        var lengths = ArrayPool<int>.Shared.Rent(Count + 1);
        var total = 0;
        for (var i = 0; i < Count; i++)
        {
            lengths[i] = total;
            if (_entries[i].IsText && !_entries[i].Hidden) total += DomText.LengthOf(OwnSpan(i));
        }

        lengths[Count] = total;
        return lengths;
    }

    private void Add(in Entry entry)
    {
        if (Count == _entries.Length) Grow(ref _entries, Count);
        _entries[Count++] = entry;
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        var larger = ArrayPool<T>.Shared.Rent(count * 2);
        array.AsSpan(0, count).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array, clearArray: true);
        array = larger;
    }

    // First letter, last letter and length tell the names in use apart well enough.
    private static ulong Bit(string name) => name.Length == 0 ? 1 : 1UL << (((name[0] * 7) + (name[^1] * 3) + name.Length) & 63);

    private ref Entry At(int i)
    {
        if ((uint)i >= (uint)Count) ThrowOutside();
        return ref _entries[i];
    }

    private static void ThrowOutside() => throw new ArgumentOutOfRangeException("i", "No such entry.");

    // What the reader let pass decodes: it looked at every reference before.
    private string Cut(int from, int length, bool hasReferences, bool inAttribute) =>
        length == 0 ? "" : hasReferences ? CharacterReferences.Decode(_source.AsSpan(from, length), inAttribute)! : _source.Substring(from, length);

    private static bool Hides(string tag) => tag is "script" or "style" or "template" or "noscript" or "svg" or "math" or "head" or "iframe" or "object";

    private void Push(Stack<(INode Node, int Next, int Index)> open, INode node, int parent)
    {
        switch (node)
        {
            case IElement element:
                var index = AddElement(element.LocalName, parent, 0, 0);
                At(index).Element = element;
                At(index).Names = ulong.MaxValue;
                _names = ulong.MaxValue;
                _positions![element] = index;
                open.Push((element, 0, index));
                break;
            case IText text:
                Add(new() { IsText = true, Text = text.Data, Tag = "#text", Parent = parent, End = Count + 1, Depth = parent < 0 ? 0 : At(parent).Depth + 1, Hidden = parent >= 0 && At(parent).Hidden });
                break;
            case IDocument:
                open.Push((node, 0, -1));
                break;
        }
    }
}
