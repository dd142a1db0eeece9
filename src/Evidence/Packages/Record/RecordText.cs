using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Packages.Record;

/// <summary>How values are written for people who read the record.</summary>
internal static class RecordText
{
    /// <summary>Day and time in Viet Nam, with the zone said.</summary>
    public static string Time(DateTimeOffset at) => at.ToDisplayTime().ToString("HH:mm:ss 'ngày' dd/MM/yyyy '(UTC+7)'", CultureInfo.InvariantCulture);

    /// <summary>The same instant in UTC, to the microsecond.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Bytes with dots between thousands, as written in Viet Nam.</summary>
    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '.');

    /// <summary>What stands on top of a masked text.</summary>
    public static string MaskedNotice(CapturePart page) =>
        $"BẢN ĐÃ CHE dữ liệu cá nhân của bên thứ ba. Bản gốc không bị sửa, được giữ ở kho với SHA-256 {page.Store.Sha256} ({page.Store.File}, byte {page.Store.Offset}, dài {page.Store.Length}).\n"
        + "MASKED COPY: third parties' personal data is starred. The original is unaltered and kept in the store under the hash above.\n\n";

    public static string Means(RenderMode mode) => Template.Resource(mode switch
    {
        RenderMode.Browser => "record/means-browser.txt",
        RenderMode.File => "record/means-file.txt",
        _ => "record/means-http.txt",
    }).Trim();

    /// <summary>What a custody event is called.</summary>
    public static string Action(string what) => Words.TryGetValue(what, out var word) ? word : what;

    private static readonly Dictionary<string, string> Words = Template.Resource("record/actions.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.Ordinal);
}
