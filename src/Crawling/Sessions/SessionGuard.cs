using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Knows a page that is shown to those who are logged out.</summary>
public static class SessionGuard
{
    /// <summary>By what a page of a source with a session is known to be a logged-out visitor's, or null.</summary>
    public static string? LoggedOutBy(SourceDefinition source, Capture capture)
    {
        if (source.Session is not { } rules) return null;
        if (capture.Status == 401) return "401";
        if (rules.LoggedOutPages.Count > 0 && Uri.TryCreate(capture.Url, UriKind.Absolute, out var url) && rules.LoggedOutPages.Any(pattern => WildcardPattern.Parse(pattern).IsMatch(url.PathAndQuery))) return url.AbsolutePath;
        if (WallDetector.Detect(capture) is { Kind: WallKind.LoginWall } wall) return wall.Mark;
        if (rules.LoggedOutTexts.Count == 0) return null;
        var text = Encoding.UTF8.GetString(capture.Body.Span);
        return rules.LoggedOutTexts.FirstOrDefault(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }
}
