using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Commands;

/// <summary>Notices of sources in sentences.</summary>
internal static class HealthText
{
    /// <summary>What fell, worst first: <c>title 100 % → 0 %</c>.</summary>
    public static string Drops(SourceNotice notice) => string.Join(", ", notice.Drops.Take(4).Select(Drop)) + (notice.Drops.Count > 4 ? string.Create(CultureInfo.InvariantCulture, $" (+{notice.Drops.Count - 4})") : "");

    /// <summary>The notice in one sentence.</summary>
    public static string Sentence(SourceNotice notice) => notice.Kind == SourceNoticeKind.Quarantine
        ? $"định nghĩa mới bị tạm giữ, bản tốt gần nhất chạy tiếp / the changed definition is quarantined, the last good version goes on: {Drops(notice)}"
        : $"kết quả đọc tụt so với trước, trang có thể đã đổi / the output fell away, the site may have changed: {Drops(notice)}";

    private static string Drop(FillDrop drop)
    {
        var name = drop.Measure == DriftTest.Pages ? "trang đọc được / pages read" : drop.Measure;
        return string.Create(CultureInfo.InvariantCulture, $"{name} {100 * drop.Before:0} % → {100 * drop.Now:0} %");
    }
}
