using System.Text;
using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Unmasking;

/// <summary>
/// Tells of which letters of the first reading the diacritics cannot be seen: those written by something that bears none. Marks
/// that Vietnamese does not have (strokes through letters, stacks of "zalgo") hide nothing: what stands under them is seen.
/// </summary>
internal sealed class Looseness
{
    private readonly NormalisedText _text;
    private readonly bool _keepsMarks;

    public Looseness(NormalisedText text)
    {
        _text = text;
        _keepsMarks = text.MayHide && !text.IsInPlace && KeepsMarks();
    }

    /// <summary>Whether the letter was written by something else than itself and its own marks.</summary>
    public bool Of(int index)
    {
        var c = _text.Value[index];
        if (!Letters.IsLetter(c)) return false;
        var (start, end) = _text.ToOriginal(index, index + 1);
        var first = _text.Original[start];
        if (end == start + 1) return char.ToLowerInvariant(first) != c ? !(_keepsMarks && IsTwinAt(start)) || MarkSlipped(index) : Marks.IsForeign(c);
        if (char.ToLowerInvariant(first) == c && !HasMark(start + 1, end)) return false;
        if (IsTwinAt(start)) return !(_keepsMarks || HasMark(start + 1, end, own: true));
        var composed = Composition.Compose(Own(start, end));
        return !(composed.Length == 1 && char.ToLowerInvariant(composed[0]) == Marks.Settled(c));
    }

    /// <summary>The mark of a letter typed behind its neighbour: "hаǹg" for hàng.</summary>
    private bool MarkSlipped(int index) =>
        index > 0 && Marks.IsForeign(_text.Value[index - 1]) || index + 1 < _text.Value.Length && Marks.IsForeign(_text.Value[index + 1]);

    /// <summary>Whether another script's letter or sign was written for it.</summary>
    public bool IsTwin(int index) => IsTwinAt(_text.ToOriginal(index, index + 1).Start) || _text.Original[_text.ToOriginal(index, index + 1).Start] >= 0x80 && Of(index);

    /// <summary>Whoever sets Vietnamese marks on letters of other scripts sets them wherever they belong: a bare one is bare.</summary>
    private bool KeepsMarks()
    {
        for (var i = 0; i < _text.Value.Length; i++)
        {
            if (_text.Value[i] < 0xC0 || !Letters.IsLetter(_text.Value[i])) continue;
            var (start, end) = _text.ToOriginal(i, i + 1);
            if (end > start + 1 && IsTwinAt(start) && HasMark(start + 1, end, own: true)) return true;
        }
        return false;
    }

    /// <summary>Whether what was written is a letter of another script or style, which can bear marks: а, 𝗮, but not 🅰 or 4.</summary>
    private bool IsTwinAt(int at) =>
        Rune.TryGetRuneAt(_text.Original, at, out var rune) && Rune.IsLetter(rune) && Marks.Settled((char)Math.Min(rune.Value, char.MaxValue)) is var letter
        && Marks.Folded[char.ToLowerInvariant(letter)] is not (>= 'a' and <= 'z');

    private bool HasMark(int from, int to, bool own = false)
    {
        for (var i = from; i < to; i++)
        {
            if (own ? IsOwn(_text.Original[i]) : IsMark(_text.Original[i])) return true;
        }
        return false;
    }

    /// <summary>What was written, with Vietnamese marks only.</summary>
    private string Own(int start, int end)
    {
        var kept = new StringBuilder(end - start);
        kept.Append(char.IsHighSurrogate(_text.Original[start]) ? '\uFFFD' : _text.Original[start]);
        for (var i = start + 1; i < end; i++)
        {
            if (IsOwn(_text.Original[i])) kept.Append(_text.Original[i]);
        }
        return kept.ToString();
    }

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark && c is not ('\u034F' or >= '\uFE00' and <= '\uFE0F');

    /// <summary>Tones, breve, circumflex, horn.</summary>
    private static bool IsOwn(char c) => c is '\u0300' or '\u0301' or '\u0302' or '\u0303' or '\u0306' or '\u0309' or '\u031B' or '\u0323' or '\u0340' or '\u0341';
}
