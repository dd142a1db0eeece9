using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>One cookie of a session; the member names are those of Playwright's storage state.</summary>
public sealed record SessionCookie(string Name, string Value, string Domain, string Path, double Expires, bool HttpOnly, bool Secure, string SameSite)
{
    /// <summary>Never the value.</summary>
    public override string ToString() => $"{Name} ({Domain})";

    /// <summary>UTC, or null for a cookie that lasts as long as the browser.</summary>
    [JsonIgnore]
    public DateTimeOffset? ExpiresAt => Expires > 0 ? DateTimeOffset.FromUnixTimeSeconds((long)Expires) : null;
}

/// <summary>Local storage of one origin, as Playwright's storage state holds it.</summary>
public sealed record SessionOrigin(string Origin, IReadOnlyList<SessionItem> LocalStorage)
{
    /// <summary>Never the values.</summary>
    public override string ToString() => Origin;
}

/// <summary>One entry of local storage.</summary>
public sealed record SessionItem(string Name, string Value)
{
    /// <summary>Never the value.</summary>
    public override string ToString() => Name;
}

/// <summary>
/// A session a person logged in to and handed over: a secret. It goes into the cookie jar of the source it is for and nowhere else; it
/// prints as its number of cookies.
/// </summary>
public sealed record StoredSession(IReadOnlyList<SessionCookie> Cookies, IReadOnlyList<SessionOrigin> Origins)
{
    /// <summary>UTC when it was imported.</summary>
    public DateTimeOffset ImportedAt { get; init; }

    /// <summary>Who imported it.</summary>
    public string ImportedBy { get; init; } = "";

    /// <summary>Never the values.</summary>
    public override string ToString() => $"{Cookies.Count} cookies";

    /// <summary>When the first of its cookies that has an end ends, or null.</summary>
    [JsonIgnore]
    public DateTimeOffset? FirstExpiry => Cookies.Select(cookie => cookie.ExpiresAt).Where(at => at is not null).Min();

    /// <summary>True when none of its cookies holds any more and no local storage is left.</summary>
    public bool IsExpired(DateTimeOffset now) => Origins.Count == 0 && Cookies.All(cookie => cookie.ExpiresAt is { } at && at <= now);

    /// <summary>A jar with its cookies, for plain requests: each goes only where its domain and path say.</summary>
    internal CookieContainer Jar()
    {
        var jar = new CookieContainer(perDomainCapacity: 300, capacity: 3000, maxCookieSize: 16 * 1024);
        foreach (var cookie in Cookies)
        {
            try
            {
                jar.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain) { Secure = cookie.Secure, HttpOnly = cookie.HttpOnly, Expires = cookie.ExpiresAt?.UtcDateTime ?? DateTime.MinValue });
            }
            catch (CookieException)
            {
                // A name or value that no server could have set by itself: browsers' own marks.
            }
        }

        return jar;
    }

    /// <summary>The storage state a browser context begins with.</summary>
    internal string State() => JsonSerializer.Serialize(new { cookies = Cookies, origins = Origins }, JsonContract.Compact);
}
