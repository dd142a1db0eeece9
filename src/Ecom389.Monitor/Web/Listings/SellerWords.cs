using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Ecom389.Monitor.Web.Texts;
using Microsoft.AspNetCore.Html;

namespace Ecom389.Monitor.Web.Listings;

/// <summary>
/// Writes what a seller wrote so that it can do nothing: everything encoded, and characters that hide or turn text round (bidi
/// controls, zero-width spaces) shown as small labels instead of being obeyed.
/// </summary>
public sealed class SellerWords(HtmlEncoder encoder, SiteText text)
{
    /// <summary>UTF-16 code units of a field shown at most unless the whole is asked for.</summary>
    public const int ShownAtMost = 20_000;

    /// <summary>What "the whole" shows of a field: browsers need gigabytes to lay out a million letters. The capture has them all.</summary>
    public const int WholeAtMost = 100_000;

    /// <summary>Words as plain text.</summary>
    public IHtmlContent Plain(string? words) => new HtmlString(Write(new StringBuilder(), words ?? "").ToString());

    /// <summary>The first words on one line, for a list; at most <paramref name="length"/> UTF-16 code units, never half a character.</summary>
    public IHtmlContent Head(string? words, int length)
    {
        var head = Shorten(words ?? "", length, out var cut);
        var line = new StringBuilder(head.Length);
        foreach (var c in head) line.Append(c is '\n' or '\r' or '\t' ? ' ' : c);
        var html = Write(new StringBuilder(), line.ToString());
        return new HtmlString((cut ? html.Append('…') : html).ToString());
    }

    /// <summary>Words with their quotes marked. Hovering or focusing a mark says why; its number is the signal's in the list.</summary>
    public IHtmlContent Marked(IReadOnlyList<TextRun> runs)
    {
        var html = new StringBuilder();
        foreach (var run in runs)
        {
            if (run.Signals.Count == 0)
            {
                Write(html, run.Text);
                continue;
            }

            var speaksFor = run.Signals.Any(signal => signal.Signal.Weight > 0);
            var speaksAgainst = run.Signals.Any(signal => signal.Signal.Weight < 0);
            html.Append("<mark class=\"hl ").Append(speaksFor ? speaksAgainst ? "hl-both" : "hl-for" : "hl-against").Append('"');
            if (run.Ending.Count > 0)
            {
                html.Append(" tabindex=\"0\" data-n=\"").AppendJoin(' ', run.Ending.Select(signal => signal.Number)).Append('"')
                    .Append(" aria-describedby=\"").AppendJoin(' ', run.Ending.Select(signal => "s" + signal.Number.ToString(CultureInfo.InvariantCulture))).Append('"');
            }

            html.Append(" data-s=\"").AppendJoin(' ', run.Signals.Select(signal => signal.Number)).Append("\">");
            Write(html, run.Text).Append("</mark>");
        }

        return new HtmlString(html.ToString());
    }

    /// <summary>A change: what stayed is shortened to what stands around it, what came and went is shown whole within reason.</summary>
    public IHtmlContent Changed(FieldChange change)
    {
        var html = new StringBuilder();
        foreach (var run in change.Runs)
        {
            if (run.Kind == DiffKind.Same)
            {
                var around = run.Text.Length <= 2 * Around ? run.Text : $"{Shorten(run.Text, Around, out _)} … {run.Text[^(char.IsLowSurrogate(run.Text[^Around]) ? Around - 1 : Around)..]}";
                Write(html.Append("<span class=\"same\">"), around).Append("</span>");
            }
            else
            {
                var tag = run.Kind == DiffKind.Added ? "ins" : "del";
                Write(html.Append('<').Append(tag).Append('>'), Shorten(run.Text, 4000, out var cut)).Append(cut ? "…" : "").Append("</").Append(tag).Append('>');
            }
        }

        return new HtmlString(html.ToString());
    }

    /// <summary>Text cut to a length without breaking a character.</summary>
    public static string Shorten(string words, int length, out bool cut)
    {
        cut = words.Length > length;
        if (!cut) return words;
        if (char.IsHighSurrogate(words[length - 1])) length--;
        return words[..length];
    }

    // Unchanged characters shown on either side of a change.
    private const int Around = 40;

    private StringBuilder Write(StringBuilder html, string words)
    {
        var plain = 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (!IsDeceptive(words, i)) continue;
            html.Append(encoder.Encode(words[plain..i]));
            var name = $"U+{(int)words[i]:X4}";
            html.Append("<span class=\"ctl\" title=\"").Append(encoder.Encode(text["item.hidden-character"])).Append("\">")
                .Append(name).Append("</span>");
            plain = i + 1;
        }

        return html.Append(encoder.Encode(plain == 0 ? words : words[plain..]));
    }

    private static bool IsDeceptive(string words, int index) => words[index] switch
    {
        '\n' or '\t' or '\r' => false,

        // The joiner of emoji sequences (family, professions) hides nothing there.
        '\u200D' => !(index > 0 && index + 1 < words.Length && IsEmojiPart(words[index - 1]) && IsEmojiPart(words[index + 1])),
        '\uFE0F' => false,
        '\u034F' or '\u115F' or '\u1160' or '\u3164' or '\uFFA0' => true,
        var c => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    private static bool IsEmojiPart(char c) => char.IsSurrogate(c) || c is '\uFE0F' or (>= '\u2600' and <= '\u27BF') or '\u2640' or '\u2642';
}
