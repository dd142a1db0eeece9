using System.Globalization;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Reads what browsers export of a session: Playwright's storage state, a list of cookies as extensions write it, or cookies.txt in
/// Netscape's form. Faults never quote the file: it is a secret.
/// </summary>
public static class SessionReader
{
    /// <summary>Throws <see cref="InvalidInputException"/> when the file holds no session.</summary>
    public static StoredSession Read(ReadOnlySpan<byte> bytes, string file)
    {
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Trim();
        var session = text.StartsWith('{') || text.StartsWith('[') ? Json(text, file) : Netscape(text, file);
        return session.Cookies.Count + session.Origins.Count > 0 ? session : throw new InvalidInputException(new InputError(file, null, null, Messages.Format("session.none")));
    }

    private static StoredSession Json(string text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var list = root.ValueKind == JsonValueKind.Array ? root : root.TryGetProperty("cookies", out var cookies) ? cookies : default;
            var read = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(Cookie).OfType<SessionCookie>().ToList() : [];
            var origins = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("origins", out var stored) && stored.ValueKind == JsonValueKind.Array ? stored.EnumerateArray().Select(Origin).ToList() : [];
            return new(read, origins);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidInputException(new InputError(file, fault is JsonException { LineNumber: { } line } ? (int)line + 1 : null, null, Messages.Format("session.syntax")));
        }
    }

    private static SessionCookie? Cookie(JsonElement cookie)
    {
        if (cookie.ValueKind != JsonValueKind.Object || Word("name") is not { Length: > 0 } name || Word("domain") is not { Length: > 0 } domain) return null;
        var expires = Number("expires") ?? Number("expirationDate") ?? -1;
        var sameSite = Word("sameSite")?.ToLowerInvariant() switch { "strict" => "Strict", "none" or "no_restriction" => "None", _ => "Lax" };
        return new(name, Word("value") ?? "", domain, Word("path") is { Length: > 0 } path ? path : "/", expires, Flag("httpOnly"), Flag("secure"), sameSite);

        string? Word(string member) => cookie.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        double? Number(string member) => cookie.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        bool Flag(string member) => cookie.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.True;
    }

    private static SessionOrigin Origin(JsonElement origin) => new(
        origin.GetProperty("origin").GetString() ?? "",
        origin.TryGetProperty("localStorage", out var items) ? [.. items.EnumerateArray().Select(item => new SessionItem(item.GetProperty("name").GetString() ?? "", item.GetProperty("value").GetString() ?? ""))] : []);

    // domain, subdomains too, path, secure, expiry, name, value; HttpOnly cookies stand behind a comment's sign.
    private static StoredSession Netscape(string text, string file)
    {
        const string HttpOnly = "#HttpOnly_";
        var cookies = new List<SessionCookie>();
        var number = 0;
        foreach (var each in text.Split('\n'))
        {
            number++;
            var line = each.TrimEnd('\r');
            var isHttpOnly = line.StartsWith(HttpOnly, StringComparison.Ordinal);
            if (isHttpOnly) line = line[HttpOnly.Length..];
            if (line.Trim().Length == 0 || line[0] == '#') continue;
            if (line.Split('\t') is not [var domain, _, var path, var secure, var expiry, var name, var value] || !double.TryParse(expiry, NumberStyles.Float, CultureInfo.InvariantCulture, out var expires))
                throw new InvalidInputException(new InputError(file, number, null, Messages.Format("session.line")));
            cookies.Add(new(name, value, domain, path, expires > 0 ? expires : -1, isHttpOnly, secure.Equals("TRUE", StringComparison.OrdinalIgnoreCase), "Lax"));
        }

        return new(cookies, []);
    }
}
