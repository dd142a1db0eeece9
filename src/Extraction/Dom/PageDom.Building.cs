using System.Buffers;
using AngleSharp.Dom;

namespace Ecom389.Monitor.Extraction;

/// <summary>How the tree is made: from AngleSharp's, or piece by piece by <see cref="PlainMarkup"/>.</summary>
internal sealed partial class PageDom
{
    /// <summary>Lays out a document.</summary>
    public static PageDom Of(IDocument document)
    {
        var dom = new PageDom(PageText.Of(""), 256, hasElements: true);
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
    internal static PageDom Over(PageText source) => new(source, Math.Clamp(source.Length / 40, 64, 65_536), hasElements: false);

    /// <summary>Adds an element below another; its attributes are those added since <paramref name="firstAttribute"/>.</summary>
    internal int AddElement(string tag, int parent, int firstAttribute, int attributes)
    {
        var index = Count;
        var names = 0UL;
        if (attributes > 0 && firstAttribute == _added.First && firstAttribute + attributes == _attributeCount) names = _added.Names;
        else foreach (ref var attribute in _attributes.AsSpan(firstAttribute, attributes)) names |= Bit(attribute.Name);
        _names |= names;
        ref var entry = ref Add();
        entry.Tag = tag;
        entry.Parent = parent;
        entry.End = index + 1;
        entry.Hidden = Hides(tag);
        if (parent >= 0)
        {
            ref var above = ref At(parent);
            entry.Depth = above.Depth + 1;
            entry.Hidden |= above.Hidden;
        }

        entry.From = firstAttribute;
        entry.Length = attributes;
        entry.Names = names;
        var alike = BitOf(tag);
        ref var last = ref _lastAlike[alike];
        if (last < 0) _firstAlike[alike] = index;
        else At(last).NextAlike = index;
        last = index;
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

        ref var added = ref AddText(parent);
        (added.From, added.Length, added.HasReferences) = (from, length, hasReferences);
    }

    /// <summary>Where the next attribute will stand.</summary>
    internal int NextAttribute => _attributeCount;

    /// <summary>Adds an attribute, unless one of that name stands there already.</summary>
    internal void AddAttribute(int first, string name, int from, int length, bool hasReferences)
    {
        if (_attributeCount == first) _added = (first, 0);
        var bit = Bit(name);
        if ((_added.Names & bit) != 0)
            foreach (ref var before in _attributes.AsSpan(first.._attributeCount))
                if (string.Equals(before.Name, name, StringComparison.Ordinal)) return;
        _added.Names |= bit;
        if (_attributeCount == _attributes.Length) Grow(ref _attributes, _attributeCount);
        ref var attribute = ref _attributes[_attributeCount++];
        attribute.Name = name;
        attribute.From = from;
        attribute.Length = length;
        attribute.HasReferences = hasReferences;
    }

    /// <summary>Ends the subtree of an element here.</summary>
    internal void Close(int index) => At(index).End = Count;

    // An entry is filled in its place: the borrowed array is clear.
    private ref Entry Add()
    {
        if (Count == _entries.Length) Grow(ref _entries, Count);
        return ref _entries[Count++];
    }

    private ref Entry AddText(int parent)
    {
        ref var entry = ref Add();
        entry.IsText = true;
        entry.Tag = "#text";
        entry.Parent = parent;
        entry.End = Count;
        if (parent < 0) return ref entry;
        ref var above = ref At(parent);
        entry.Depth = above.Depth + 1;
        entry.Hidden = above.Hidden;
        return ref entry;
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        var larger = ArrayPool<T>.Shared.Rent(count * 2);
        array.AsSpan(0, count).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array, clearArray: true);
        array = larger;
    }

    private static bool Hides(string tag) => tag is "script" or "style" or "template" or "noscript" or "svg" or "math" or "head" or "iframe" or "object";

    private void Push(Stack<(INode Node, int Next, int Index)> open, INode node, int parent)
    {
        switch (node)
        {
            case IElement element:
                var index = AddElement(element.LocalName, parent, 0, 0);
                _elements!.Add(element);
                At(index).Names = ulong.MaxValue;
                _names = ulong.MaxValue;
                _positions![element] = index;
                open.Push((element, 0, index));
                break;
            case IText text:
                _elements!.Add(null);
                AddText(parent).Text = text.Data;
                break;
            case IDocument:
                open.Push((node, 0, -1));
                break;
        }
    }
}
