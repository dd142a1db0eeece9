using System.Text;
using System.Text.Json;

namespace Ecom389.Monitor.Extraction;

/// <summary>Makes a JSON document of an answer as servers send it.</summary>
internal static class AnswerJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 200 };

    /// <summary>The answer's document, or null when it holds no JSON. A guard before it (<c>)]}',</c>, <c>for(;;);</c>) and a JSONP call around it are left out.</summary>
    public static JsonDocument? Parse(string text)
    {
        var start = text.AsSpan().IndexOfAny('{', '[');
        if (start is < 0 or > 200 || (start > 0 && text.AsSpan(0, start).Contains('<'))) return null;
        var end = text.AsSpan().LastIndexOfAny('}', ']');
        if (end < start) return null;
        try
        {
            return JsonDocument.Parse(Sound(text[start..(end + 1)]), Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Escapes that stand for no letter (a lone surrogate, U+0000) become U+FFFD, as in every text that is kept.</summary>
    private static string Sound(string text)
    {
        if (!text.Contains("\\u", StringComparison.OrdinalIgnoreCase)) return text;
        var sound = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 >= text.Length)
            {
                sound.Append(text[i]);
                continue;
            }

            if (UnitAt(text, i) is not { } unit)
            {
                sound.Append(text, i++, 2);
            }
            else if (char.IsHighSurrogate(unit) && UnitAt(text, i + 6) is { } low && char.IsLowSurrogate(low))
            {
                sound.Append(text, i, 12);
                i += 11;
            }
            else
            {
                sound.Append(unit == '\0' || char.IsSurrogate(unit) ? "\\ufffd" : text.Substring(i, 6));
                i += 5;
            }
        }

        return sound.ToString();
    }

    private static char? UnitAt(string text, int at) =>
        at + 6 <= text.Length && text[at] == '\\' && text[at + 1] == 'u' && ushort.TryParse(text.AsSpan(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit) ? (char)unit : null;
}
