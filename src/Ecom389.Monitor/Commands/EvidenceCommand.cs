using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Verification;

namespace Ecom389.Monitor.Commands;

/// <summary><c>evidence</c>: what is kept, proven, handed over and, in the end, deleted.</summary>
internal static class EvidenceCommand
{
    public static Command Make(Terminal terminal) => new("evidence", """
        Bằng chứng: kiểm chứng, xuất hồ sơ, niêm phong, neo ra ngoài kho.
        Evidence: verify it, export it, seal and anchor its chain of custody.

        Ví dụ / example:  ecom389 evidence verify ho-so.zip
        """)
    {
        EvidenceVerify.Make(terminal),
        EvidenceExport.Make(terminal),
        EvidenceSeal.Make(terminal),
        EvidenceAnchor.Make(terminal),
        EvidenceRetain.Make(terminal),
    };

    public static Option<string?> Keys() => new("--keys") { Description = "Thư mục khoá ký, ngoài tầm của trang xử lý / folder of the signing key, out of the site's reach", HelpName = "DIR" };

    /// <summary>Prints what was found; 0 when all holds, else 1.</summary>
    public static async Task<int> WriteAsync(Terminal terminal, VerificationReport report, bool asJson)
    {
        if (asJson)
        {
            await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(new { holds = report.Holds, report.Faults, report.Checked, report.Notes }, JsonContract.Indented));
            return report.Holds ? ExitCodes.Done : ExitCodes.Failed;
        }

        foreach (var fault in report.Faults) await terminal.Output.WriteLineAsync($"SAI / BROKEN  {KindName(fault.Kind)}: {fault.Place}: {fault.Detail}");
        foreach (var row in report.Checked) await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"đã kiểm / checked  {row.Subject}: {row.Count}"));
        foreach (var note in report.Notes) await terminal.Error.WriteLineAsync("cần biết / note: " + note);
        await terminal.Output.WriteLineAsync(report.Holds ? "Mọi phần đều khớp / everything matches" : $"{report.Faults.Count} chỗ sai / faults");
        return report.Holds ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string KindName(FaultKind kind) => kind switch
    {
        FaultKind.MissingFile => "thiếu tệp / missing file",
        FaultKind.BrokenBytes => "byte bị đổi / broken bytes",
        FaultKind.UnknownFile => "tệp lạ / unknown file",
        FaultKind.BrokenLink => "đứt chuỗi / broken link",
        FaultKind.WrongSignature => "sai chữ ký / wrong signature",
        FaultKind.WrongTimeStamp => "sai dấu thời gian / wrong time-stamp",
        FaultKind.TimeBackwards => "thời gian đi lùi / time going backwards",
        _ => "chứng minh không khớp / wrong proof",
    };
}
