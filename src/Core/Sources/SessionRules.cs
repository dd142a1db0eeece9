namespace Ecom389.Monitor.Core;

/// <summary>
/// A source that is read through a session a person logged in to and handed over (<c>sources session ID import</c>). The session's
/// cookies lie outside database and evidence. A session that is over pauses the source; nothing ever logs in by itself.
/// </summary>
public sealed record SessionRules
{
    /// <summary>Without a stored session the source is not begun.</summary>
    public bool Required { get; init; } = true;

    /// <summary>Texts that stand only on a page seen without a session: "Đăng nhập để xem thêm". Compared without case.</summary>
    public IReadOnlyList<string> LoggedOutTexts { get; init; } = [];

    /// <summary>Address patterns (path and query) to which a visitor without a session is sent.</summary>
    public IReadOnlyList<string> LoggedOutPages { get; init; } = [];
}
