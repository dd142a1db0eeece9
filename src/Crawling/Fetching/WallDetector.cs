using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>What kind of wall a site has put up.</summary>
public enum WallKind
{
    /// <summary>A test for robots: CAPTCHA, script challenge.</summary>
    Challenge,

    /// <summary>A request to log in.</summary>
    LoginWall,

    /// <summary>Access denied outright.</summary>
    Blocked,
}

/// <summary>A wall found on a page.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Mark">What gave it away: <c>cloudflare</c>, <c>captcha</c>, <c>password-form</c>, <c>status-403</c> …</param>
public sealed record Wall(WallKind Kind, string Mark)
{
    /// <summary>The reason for programs: <c>challenge:cloudflare</c>.</summary>
    public string Code => $"{Kind switch { WallKind.Challenge => "challenge", WallKind.LoginWall => "login-wall", _ => "blocked" }}:{Mark}";
}

/// <summary>
/// Recognises bot challenges and login walls, so that the source pauses and a person looks. Nothing here, or anywhere, gets past one.
/// </summary>
public static class WallDetector
{
    // A challenge page is small; a shop's page that merely carries a CAPTCHA on its comment form is not.
    private const int SmallPage = 60_000;
    private const int Looked = 200_000;

    // An interstitial leads to a help page or two.
    private const int MostLinks = 8;

    private static readonly (string Text, string Mark)[] Challenges =
    [
        ("/cdn-cgi/challenge-platform/", "cloudflare"), ("cf-challenge", "cloudflare"), ("cf_chl_opt", "cloudflare"), ("<title>just a moment...", "cloudflare"),
        ("<title>attention required! | cloudflare", "cloudflare"), ("_incapsula_resource", "imperva"), ("geo.captcha-delivery.com", "datadome"),
        ("captcha.px-cdn.net", "perimeterx"), ("px-captcha", "perimeterx"), ("awswafcookiedomainlist", "aws-waf"), ("challenge.js\" defer></script><noscript>", "script"),
        ("<title>ddos-guard", "ddos-guard"), ("sec-if-cpt-container", "akamai"), ("nc_1_n1z", "slider"), ("punish-component", "slider"),
    ];

    private static readonly (string Text, string Mark)[] SmallPageChallenges =
    [
        ("g-recaptcha", "captcha"), ("h-captcha", "captcha"), ("cf-turnstile", "captcha"), ("captcha", "captcha"), ("verify you are human", "captcha"),
        ("xác minh bạn là con người", "captcha"), ("xác minh bạn không phải", "captcha"), ("bạn không phải là robot", "captcha"), ("tôi không phải là người máy", "captcha"),
        ("are you a robot", "captcha"), ("unusual traffic", "captcha"), ("lưu lượng truy cập bất thường", "captcha"), ("kiểm tra trình duyệt của bạn", "script"), ("checking your browser", "script"),
    ];

    private static readonly string[] LoginWords = ["login", "log-in", "log_in", "signin", "sign-in", "sign_in", "dang-nhap", "dangnhap", "checkpoint", "sso"];

    /// <summary>The wall a capture shows, or null.</summary>
    public static Wall? Detect(Capture capture)
    {
        var status = capture.Status;
        if (string.Equals(capture.ResponseHeader("cf-mitigated"), "challenge", StringComparison.OrdinalIgnoreCase)) return new Wall(WallKind.Challenge, "cloudflare");
        if (capture.ResponseHeader("x-datadome") is not null && status is 403) return new Wall(WallKind.Challenge, "datadome");
        var denied = status is 401 or 403 or 407 or 429 or 503;
        if (!denied && capture.Body.Length > SmallPage && !RedirectedToLogin(capture)) return null;
        if (!denied && status is not (>= 200 and < 300)) return null;
        // A page with somewhere to go is no interstitial, and what does not lead to a login wants no password: most pages end here, unread.
        if (!denied && HasManyLinks(capture.Body.Span) && !RedirectedToLogin(capture)) return null;
        var page = Encoding.UTF8.GetString(capture.Body.Span[..Math.Min(capture.Body.Length, Looked)]).ToLowerInvariant();
        // The platform script also runs invisibly on pages that are served in full: there only the small interstitial counts.
        foreach (var (text, mark) in Challenges)
            if (page.Contains(text, StringComparison.Ordinal) && (denied || IsBare(page))) return new Wall(WallKind.Challenge, mark);
        foreach (var (text, mark) in SmallPageChallenges)
            if (page.Contains(text, StringComparison.Ordinal) && (denied || (IsBare(page) && !HasPasswordField(page)))) return new Wall(WallKind.Challenge, mark);
        if (status is 401) return new Wall(WallKind.LoginWall, "status-401");
        if (HasPasswordField(page) && (status is 403 || RedirectedToLogin(capture))) return new Wall(WallKind.LoginWall, "password-form");
        return status is 403 or 407 ? new Wall(WallKind.Blocked, $"status-{status}") : null;
    }

    /// <summary>More links than <see cref="IsBare"/> permits, counted before anything is decoded.</summary>
    private static bool HasManyLinks(ReadOnlySpan<byte> body)
    {
        var looked = body[..Math.Min(body.Length, Looked)];
        return looked.Count("<a "u8) > MostLinks;
    }

    private static bool HasPasswordField(string page) =>
        page.Contains("type=\"password\"", StringComparison.Ordinal) || page.Contains("type='password'", StringComparison.Ordinal) || page.Contains("type=password", StringComparison.Ordinal);

    /// <summary>Hardly anything to read and hardly anywhere to go: what an interstitial looks like.</summary>
    private static bool IsBare(string page) =>
        page.AsSpan().Count("<a ") <= MostLinks && !page.Contains("\"@type\":\"product\"", StringComparison.Ordinal) && !page.Contains("schema.org/product", StringComparison.Ordinal);

    private static bool RedirectedToLogin(Capture capture)
    {
        if (string.Equals(capture.Url, capture.RequestUrl, StringComparison.Ordinal)) return false;
        return IsLogin(capture.Url) && !IsLogin(capture.RequestUrl);

        static bool IsLogin(string url) =>
            Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.AbsolutePath.ToLowerInvariant().Split('/', '.', StringSplitOptions.RemoveEmptyEntries).Any(part => LoginWords.Contains(part, StringComparer.Ordinal));
    }
}
