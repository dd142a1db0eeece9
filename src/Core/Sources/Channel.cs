namespace Ecom389.Monitor.Core;

/// <summary>Where an offer is made.</summary>
public enum Channel
{
    /// <summary>A marketplace or classifieds site (sàn, rao vặt).</summary>
    Marketplace,

    /// <summary>A social network's page, group or post.</summary>
    Social,

    /// <summary>A stand-alone web shop.</summary>
    Website,
}

/// <summary>How a source's pages are fetched.</summary>
public enum RenderMode
{
    /// <summary>One HTTP request; the response body is the page.</summary>
    Http,

    /// <summary>A real browser renders the page; the DOM after rendering is the page.</summary>
    Browser,

    /// <summary>Nothing was fetched: a file that the platform handed over is the capture. No definition asks for it.</summary>
    File,
}
