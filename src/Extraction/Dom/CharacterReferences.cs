using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace Ecom389.Monitor.Extraction;

/// <summary>Character references as the tokenizer reads them (WHATWG HTML §13.2.5.72), as far as no repair is needed.</summary>
internal static class CharacterReferences
{
    /// <summary>The longest name that may stand without a semicolon has six letters.</summary>
    private const int LongestOpenName = 6;

    /// <summary>The text with its references resolved, or null where one is malformed in a way that is better left to AngleSharp.</summary>
    public static string? Decode(ReadOnlySpan<char> raw, bool inAttribute)
    {
        var text = new StringBuilder(raw.Length);
        while (raw.Length > 0)
        {
            var at = raw.IndexOf('&');
            if (at < 0) break;
            text.Append(raw[..at]);
            raw = raw[at..];
            if (!TryRead(raw, inAttribute, text, out var length)) return null;
            raw = raw[length..];
        }

        return text.Append(raw).ToString();
    }

    /// <summary>Would <see cref="Decode"/> resolve them all?</summary>
    public static bool CanDecode(ReadOnlySpan<char> raw, bool inAttribute)
    {
        for (var at = raw.IndexOf('&'); at >= 0; at = raw.IndexOf('&'))
        {
            if (!TryRead(raw[at..], inAttribute, null, out var length)) return false;
            raw = raw[(at + length)..];
        }

        return true;
    }

    private static string? Common(ReadOnlySpan<char> reference) => reference switch
    {
        "amp;" => "&",
        "nbsp;" => "\u00A0",
        "quot;" => "\"",
        "lt;" => "<",
        "gt;" => ">",
        _ => null,
    };

    private static bool TryRead(ReadOnlySpan<char> raw, bool inAttribute, StringBuilder? text, out int length)
    {
        length = 1;
        if (raw.Length > 1 && raw[1] == '#') return TryReadNumber(raw, text, out length);
        var end = 1;
        while (end < raw.Length && char.IsAsciiLetterOrDigit(raw[end])) end++;
        if (end > 1 && end < raw.Length && raw[end] == ';' && (Common(raw[1..(end + 1)]) ?? HtmlEntityProvider.Resolver.GetSymbol(raw[1..(end + 1)].ToString())) is { } symbol)
        {
            text?.Append(symbol);
            length = end + 1;
            return true;
        }

        // "&copy" without its semicolon is a reference in text, and in an attribute unless a letter, digit or "=" follows ("?a=1&copy=2").
        for (var open = Math.Min(LongestOpenName, end - 1); open >= 2; open--)
        {
            if (HtmlEntityProvider.Resolver.GetSymbol(raw[1..(open + 1)].ToString()) is null) continue;
            var next = open + 1 < raw.Length ? raw[open + 1] : ' ';
            if (!inAttribute || !(char.IsAsciiLetterOrDigit(next) || next == '=')) return false;
            break;
        }

        text?.Append(raw[..end]);
        length = end;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> raw, StringBuilder? text, out int length)
    {
        var isHex = raw.Length > 2 && raw[2] is 'x' or 'X';
        var start = isHex ? 3 : 2;
        var end = start;
        while (end < raw.Length && (isHex ? char.IsAsciiHexDigit(raw[end]) : char.IsAsciiDigit(raw[end]))) end++;
        length = end + 1;
        if (end == start || end - start > 7 || end == raw.Length || raw[end] != ';') return false;
        var number = int.Parse(raw[start..end], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture);
        // Controls, windows-1252's letters among them, and what is no character are replaced by rules of their own.
        if (number is < 0x20 and not ('\t' or '\n') or (>= 0x7F and < 0xA0) || !Rune.IsValid(number)) return false;
        text?.Append(new Rune(number).ToString());
        return true;
    }
}
