namespace Ecom389.Monitor.Core;

/// <summary>
/// The one record by which any stage asks for a capture or a re-capture (yêu cầu thu thập).
/// </summary>
/// <param name="Url">Absolute http(s) URL.</param>
/// <param name="Reason">Why, in a word: <c>start</c>, <c>sitemap</c>, <c>link</c>, <c>next</c>, <c>redirect</c>, <c>revisit</c>, <c>evidence</c>, <c>canary</c>, <c>person</c>.</param>
/// <param name="Priority">Higher goes first; what other stages ask for is above what the crawl found by itself (0 to 1).</param>
/// <param name="Depth">Links followed since a start URL.</param>
public sealed record CaptureRequest(string Url, string Reason, double Priority = 0.5, int Depth = 0);
