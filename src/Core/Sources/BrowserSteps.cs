namespace Ecom389.Monitor.Core;

/// <summary>What the browser does after a page has loaded; only for <see cref="RenderMode.Browser"/>.</summary>
public sealed record BrowserSteps
{
    /// <summary>A selector that must be there before the page counts as rendered, or null to wait until the network is quiet.</summary>
    public string? WaitFor { get; init; }

    /// <summary>How many times to scroll to the end for more, 0 to 200.</summary>
    public int MaxScrolls { get; init; }

    /// <summary>Selectors of "xem thêm" buttons to click open before reading.</summary>
    public IReadOnlyList<string> Expand { get; init; } = [];
}
