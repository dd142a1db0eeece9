using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AngleSharp.Dom;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The tree of a page laid out in document order: an element's subtree is the run of entries up to its <see cref="End"/>. Every
/// layer walks this by index, without recursion (pages nest thousands deep). Made by <see cref="PlainMarkup"/> straight from the
/// text, or from AngleSharp's tree where the markup needs repair or a source has selectors. Texts and attribute values are cut out
/// of the page when first asked for. Not for concurrent use; its arrays are borrowed and go back with <see cref="Dispose"/>.
/// </summary>
internal sealed partial class PageDom : IDisposable
{
    private readonly PageText _source;
    private readonly Dictionary<IElement, int>? _positions;
    private readonly List<IElement?>? _elements;
    private Entry[] _entries;
    private Named[] _attributes;
    private int _attributeCount;
    private ulong _names;

    // The names of the attributes added last, and where those of their element begin.
    private (int First, ulong Names) _added = (-1, 0);
    private int[]? _lengths;

    private const int Bits = 64;

    private PageDom(PageText source, int room, bool hasElements)
    {
        _source = source;
        _entries = ArrayPool<Entry>.Shared.Rent(room);
        _attributes = ArrayPool<Named>.Shared.Rent(room);
        _firstAlike.AsSpan().Fill(-1);
        _lastAlike.AsSpan().Fill(-1);
        if (hasElements) (_positions, _elements) = ([], []);
    }

    private struct Entry
    {
        /// <summary>Of a text what it says, once cut out; of an element its line, once read.</summary>
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

        /// <summary>Of an element the next whose name has the same <see cref="Bit"/>, 0 when there is none.</summary>
        public int NextAlike;
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
        return entry.Text is not null || entry.HasReferences ? OwnText(i) : _source.Span.Slice(entry.From, entry.Length);
    }

    /// <summary>The line of an element read before; null for one not read and for a text.</summary>
    internal string? KnownLine(int i)
    {
        ref var entry = ref At(i);
        return entry.IsText ? null : entry.Text;
    }

    /// <summary>Keeps the line of an element for <see cref="KnownLine"/>.</summary>
    internal void KeepLine(int i, string line)
    {
        ref var entry = ref At(i);
        if (!entry.IsText) entry.Text = line;
    }

    /// <summary>Index of the parent element, -1 at the root.</summary>
    public int Parent(int i) => At(i).Parent;

    /// <summary>One past the last entry of the subtree.</summary>
    public int End(int i) => At(i).End;

    public int Depth(int i) => At(i).Depth;

    /// <summary>Inside script, style, template or the like: not what a reader sees.</summary>
    public bool IsHidden(int i) => At(i).Hidden;

    public bool Is(int i, string tag) => Same(At(i).Tag, tag);

    public string? Attribute(int i, string name)
    {
        ref var entry = ref At(i);
        if ((entry.Names & Bit(name)) == 0) return null;
        if (_elements?[i] is { } element) return element.GetAttribute(name);
        foreach (ref var attribute in _attributes.AsSpan(entry.From, entry.Length))
            if (Same(attribute.Name, name)) return attribute.Value ??= Cut(attribute.From, attribute.Length, attribute.HasReferences, inAttribute: true);
        return null;
    }

    /// <summary>
    /// The value of an attribute as the page spells it, without cutting it out: what a page says hundreds of times is looked at where it
    /// stands. Valid as long as the tree.
    /// </summary>
    /// <returns>False where the element has no such attribute.</returns>
    public bool TryRawAttribute(int i, string name, out ReadOnlySpan<char> raw, out bool hasReferences)
    {
        ref var entry = ref At(i);
        raw = default;
        hasReferences = false;
        if ((entry.Names & Bit(name)) == 0) return false;
        if (_elements?[i] is { } element)
        {
            if (element.GetAttribute(name) is not { } text) return false;
            raw = text;
            return true;
        }

        foreach (ref var attribute in _attributes.AsSpan(entry.From, entry.Length))
        {
            if (!Same(attribute.Name, name)) continue;
            raw = _source.Span.Slice(attribute.From, attribute.Length);
            hasReferences = attribute.HasReferences;
            return true;
        }

        return false;
    }

    /// <summary>May an element of the page have an attribute of that name? No is certain.</summary>
    public bool MayHave(string name) => (_names & Bit(name)) != 0;

    /// <summary>Stands for any of these names in <see cref="MayHaveAny"/>.</summary>
    public static ulong AnyOf(params ReadOnlySpan<string> names)
    {
        var bits = 0UL;
        foreach (var name in names) bits |= Bit(name);
        return bits;
    }

    /// <summary>May an element have one of the attributes? No is certain; text has none.</summary>
    public bool MayHaveAny(int i, ulong names) => (At(i).Names & names) != 0;

    /// <summary>False for text and for an element without any attribute.</summary>
    public bool HasAttributes(int i)
    {
        ref var entry = ref At(i);
        return !entry.IsText && (_elements?[i] is { } element ? element.Attributes.Length > 0 : entry.Length > 0);
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

    /// <summary>The attributes of an element, to be given to another like it.</summary>
    internal (int First, int Count) AttributesOf(int i) => (At(i).From, At(i).Length);

    /// <summary>Names and values of an element's attributes.</summary>
    internal IEnumerable<(string Name, string Value)> Attributes(int i) => _elements?[i] is { } element
        ? element.Attributes.Select(attribute => (attribute.Name, attribute.Value))
        : Enumerable.Range(At(i).From, At(i).IsText ? 0 : At(i).Length).Select(at => (_attributes[at].Name, Attribute(i, _attributes[at].Name)!));

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

    // Mostly it is the same string or begins or ends with another letter: none of these takes a call.
    private static bool Same(string a, string b) =>
        ReferenceEquals(a, b) || (a.Length == b.Length && a.Length > 0 && a[0] == b[0] && a[^1] == b[^1] && string.Equals(a, b, StringComparison.Ordinal));

    // First letter, last letter and length tell the names in use apart well enough; of all small factors these tell best those that layers
    // ask for from those that nearly every page has ("rel" from "width").
    private static ulong Bit(string name) => 1UL << BitOf(name);

    private static int BitOf(string name) => name.Length == 0 ? 0 : (name[0] + (name[^1] * 3) + (name.Length * 4)) & (Bits - 1);

    private ref Entry At(int i)
    {
        if ((uint)i >= (uint)Count) ThrowOutside();
        // Never more entries than room for them.
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), i);
    }

    private static void ThrowOutside() => throw new ArgumentOutOfRangeException("i", "No such entry.");

    // What the reader let pass decodes: it looked at every reference before.
    private string Cut(int from, int length, bool hasReferences, bool inAttribute) =>
        length == 0 ? "" : hasReferences ? CharacterReferences.Decode(_source.Span.Slice(from, length), inAttribute)! : new(_source.Span.Slice(from, length));
}
