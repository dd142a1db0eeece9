using System.Text;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Capture = Ecom389.Monitor.Core.Capture;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// Blacks out of a capture what its source lists: cookies, headers, tokens, the crawling account's own name. To be applied before
/// anything is hashed, read or kept; the capture then says what went and how often, never what it was. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A body in which something was found loses its <see cref="Capture.WireBody"/>: compressed again by us it would pretend to be what the
/// server sent. Pictures cannot be searched; the browser masks texts before it takes them.
/// </remarks>
public sealed partial class Redactor
{
    /// <summary>Stands where something was.</summary>
    public const string Mark = "[redacted]";

    private const string MarkInUrl = "redacted";
    private const RegexOptions Linear = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    private readonly RedactionList _list;
    private readonly List<Rule> _everywhere = [];

    public Redactor(RedactionList list)
    {
        _list = list;
        foreach (var token in list.Tokens) _everywhere.AddRange(TokenRules(token));
        for (var i = 0; i < list.Texts.Count; i++) _everywhere.Add(TextRule(list.Texts[i], i + 1));
    }

    /// <summary>The capture as it may be kept; the same one when nothing is listed or found.</summary>
    public Capture Apply(Capture capture)
    {
        if (_list.IsEmpty) return capture;
        var tally = new Tally();
        var body = Bytes(capture.Body, "body", tally);
        var touched = !body.Span.SequenceEqual(capture.Body.Span);
        var redacted = capture with
        {
            RequestUrl = Url(capture.RequestUrl, tally),
            Url = Url(capture.Url, tally),
            Redirects = [.. capture.Redirects.Select(url => Url(url, tally))],
            RequestHeaders = Headers(capture.RequestHeaders, "request", tally),
            ResponseHeaders = Headers(capture.ResponseHeaders, "response", tally),
            Body = body,
            BodySha256 = touched ? ContentHash.Of(body.Span) : capture.BodySha256,
            WireBody = touched ? null : capture.WireBody,
            Hops = [.. capture.Hops.Select(hop => hop with { Url = Url(hop.Url, tally), Headers = Headers(hop.Headers, "response", tally), Body = Bytes(hop.Body, "body", tally) })],
            Document = capture.Document is { } document ? Answer(document, tally) : null,
            SubResources = [.. capture.SubResources.Select(resource => Answer(resource, tally))],
        };
        return tally.Counts.Count == 0 ? capture : redacted with { Redactions = [.. capture.Redactions, .. tally.Counts.Select(count => new Redaction(count.Key.What, count.Key.Where, count.Value))] };
    }

    private SubResource Answer(SubResource resource, Tally tally) => resource with
    {
        Url = Url(resource.Url, tally),
        Headers = Headers(resource.Headers, "subresource", tally),
        Body = IsText(resource.ContentType) ? Bytes(resource.Body, "subresource", tally) : resource.Body,
    };

    private List<HeaderField> Headers(IReadOnlyList<HeaderField> headers, string where, Tally tally)
    {
        var kept = new List<HeaderField>(headers.Count);
        foreach (var field in headers)
        {
            if (_list.Headers.FirstOrDefault(name => name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)) is { } listed)
            {
                tally.Add($"header:{listed}", where, 1);
                kept.Add(field with { Value = Mark });
            }
            else if (field.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
            {
                kept.Add(field with { Value = Text(string.Join("; ", field.Value.Split(';', StringSplitOptions.TrimEntries).Select(pair => Cookie(pair, where, tally))), where, tally) });
            }
            else if (field.Name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) && field.Value.Split(';', 2) is var parts)
            {
                kept.Add(field with { Value = Text(Cookie(parts[0], where, tally) + (parts.Length > 1 ? ";" + parts[1] : ""), where, tally) });
            }
            else
            {
                kept.Add(field with { Value = Text(field.Value, where, tally) });
            }
        }

        return kept;
    }

    private string Cookie(string pair, string where, Tally tally)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        var name = (equals < 0 ? pair : pair[..equals]).Trim();
        if (equals < 0 || _list.Cookies.FirstOrDefault(listed => listed == "*" || listed.Equals(name, StringComparison.OrdinalIgnoreCase)) is null) return pair;
        tally.Add($"cookie:{name}", where, 1);
        return $"{name}={Mark}";
    }

    private string Url(string url, Tally tally) => Encoding.UTF8.GetString(Latin(Replace(Latin(Encoding.UTF8.GetBytes(url)), "url", MarkInUrl, tally)));

    private string Text(string text, string where, Tally tally) => Encoding.UTF8.GetString(Latin(Replace(Latin(Encoding.UTF8.GetBytes(text)), where, Mark, tally)));

    /// <summary>Bytes are looked at as letters 0 to 255, so that whatever is not found stays as it was to the bit.</summary>
    private ReadOnlyMemory<byte> Bytes(ReadOnlyMemory<byte> bytes, string where, Tally tally)
    {
        if (bytes.IsEmpty || _everywhere.Count == 0) return bytes;
        var text = Latin(bytes.Span);
        var replaced = Replace(text, where, Mark, tally);
        return ReferenceEquals(text, replaced) ? bytes : Latin(replaced);
    }

    private string Replace(string text, string where, string mark, Tally tally)
    {
        foreach (var rule in _everywhere)
        {
            var count = 0;
            var replaced = rule.Pattern.Replace(text, match =>
            {
                var secret = match.Groups["secret"];
                if (secret.Length == 0 || secret.Value == mark) return match.Value;
                count++;
                return string.Concat(match.Value.AsSpan(0, secret.Index - match.Index), mark, match.Value.AsSpan(secret.Index - match.Index + secret.Length));
            });
            if (count == 0) continue;
            text = replaced;
            tally.Add(rule.What, where, count);
        }

        return text;
    }

    private static IEnumerable<Rule> TokenRules(string token)
    {
        var name = Regex.Escape(Latin(Encoding.UTF8.GetBytes(token)));
        var what = $"token:{token}";
        // An address's parameter or a posted form's.
        yield return new(what, new Regex($"""(?:[?&;]|&amp;|^){name}=(?<secret>[^&#"'\s<>\\]*)""", Linear));
        // A JSON member or a script's own variable, quotes escaped or not.
        yield return new(what, new Regex($"""\\?["']?\b{name}\\?["']?\s*[:=]\s*\\?["'](?<secret>[^"'\\]*)""", Linear));
        // A form field or a meta tag, its attributes either way round.
        yield return new(what, new Regex($"""<(?:input|meta)\b[^>]*\b(?:name|id|property)\s*=\s*["']?{name}["'\s][^>]*\b(?:value|content)\s*=\s*["']?(?<secret>[^"'>]*)""", Linear));
        yield return new(what, new Regex($"""<(?:input|meta)\b[^>]*\b(?:value|content)\s*=\s*["'](?<secret>[^"'>]*)["'][^>]*\b(?:name|id|property)\s*=\s*["']?{name}["'\s/>]""", Linear));
    }

    /// <summary>A text in every spelling a page may use: composed or not, percent-encoded, JSON-escaped, as HTML references.</summary>
    private static Rule TextRule(string text, int place)
    {
        var spellings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var form in new[] { text, text.Normalize(NormalizationForm.FormC), text.Normalize(NormalizationForm.FormD) })
        {
            spellings.Add(form);
            spellings.Add(Uri.EscapeDataString(form));
            spellings.Add(Uri.EscapeDataString(form).Replace("%20", "+", StringComparison.Ordinal));
            // Only the escapes are made lower-case: letters themselves are as the source lists them.
            spellings.Add(PercentEscape().Replace(Uri.EscapeDataString(form), escape => escape.Value.ToLowerInvariant()));
            foreach (var format in new[] { "\\u{0:x4}", "\\u{0:X4}", "&#{0};", "&#x{0:x};", "&#x{0:X};" }) spellings.Add(Escaped(form, format));
            spellings.Add(System.Net.WebUtility.HtmlEncode(form));
        }

        var pattern = string.Join('|', spellings.OrderByDescending(spelling => spelling.Length).Select(spelling => Regex.Escape(Latin(Encoding.UTF8.GetBytes(spelling)))));
        // Bytes are matched as letters here, and bytes have no case.
        return new($"text:{place}", new Regex($"(?<secret>{pattern})", Linear & ~RegexOptions.IgnoreCase));
    }

    private static string Escaped(string text, string format) =>
        string.Concat(text.Select(letter => letter < 128 ? letter.ToString() : string.Format(System.Globalization.CultureInfo.InvariantCulture, format, (int)letter)));

    private static bool IsText(string type) => !(type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && !type.Contains("svg", StringComparison.OrdinalIgnoreCase))
        && !type.StartsWith("font/", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("video/", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase);

    private static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex PercentEscape();

    private sealed record Rule(string What, Regex Pattern);

    private sealed class Tally
    {
        public SortedDictionary<(string What, string Where), int> Counts { get; } = [];

        public void Add(string what, string where, int count) => Counts[(what, where)] = Counts.GetValueOrDefault((what, where)) + count;
    }
}
