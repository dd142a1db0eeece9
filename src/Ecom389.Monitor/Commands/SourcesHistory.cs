using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Pipeline;
using Spectre.Console;

namespace Ecom389.Monitor.Commands;

/// <summary><c>sources history</c> and <c>sources release</c>: what a source brought scan by scan, and a person's word that it is right as it is.</summary>
internal static class SourcesHistory
{
    public static Command Make(Terminal terminal)
    {
        var id = Id();
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var limit = new Option<int>("--limit") { Description = "Số lượt / scans", DefaultValueFactory = _ => 10, HelpName = "N" }.Between(1);
        var command = new Command("history", """
            Cho xem tỉ lệ điền từng trường của một nguồn qua các lượt quét, mới nhất trước, và cảnh báo đang mở. Mã thoát 3 khi có cảnh báo.
            Shows a source's field-fill rates scan by scan, newest first, and open notices. Exit code 3 when one is open.

            Ví dụ / example:  ecom389 sources history cho-cong-nghe
            """) { id, data, json, limit };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.OpenExisting(Installation.Of(parsed, data));
            var source = parsed.GetValue(id)!;
            var history = await services.Store.Health.HistoryAsync(source, parsed.GetValue(limit), cancellation);
            var notices = await services.Store.Health.OpenAsync(source, cancellation);
            if (history.Count + notices.Count == 0)
            {
                await terminal.Error.WriteLineAsync($"Chưa có lượt quét nào / no scan yet: {source}");
                return ExitCodes.Failed;
            }

            if (parsed.GetValue(json)) await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(new { source, scans = history, notices }, JsonContract.Compact));
            else terminal.Data.Write(Table(history));
            foreach (var notice in notices) await terminal.Error.WriteLineAsync($"{notice.At.ToDisplayTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}  {HealthText.Sentence(notice)}");
            return notices.Count > 0 ? ExitCodes.Partial : ExitCodes.Done;
        });
        return command;
    }

    public static Command Release(Terminal terminal)
    {
        var id = Id();
        var (user, data) = (SharedOptions.As(), SharedOptions.Data());
        var command = new Command("release", """
            Xác nhận kết quả đọc hiện nay của nguồn là đúng: đóng cảnh báo, bỏ tạm giữ định nghĩa, lấy các lượt từ đó làm mốc mới.
            Confirms that a source's output is right as it is: closes notices, lifts the quarantine, takes the scans since as the new history.

            Ví dụ / example:  ecom389 sources release cho-cong-nghe --as admin
            """) { id, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.OpenExisting(Installation.Of(parsed, data));
            var (source, name, now) = (parsed.GetValue(id)!, parsed.GetValue(user)!, TimeProvider.System.GetUtcNow());
            if (await services.Users.FindAsync(name, cancellation) is not { Enabled: true, Role: not Role.Leader } person)
            {
                await terminal.Error.WriteLineAsync($"--as: không có người dùng được phép / no user who may: \"{name}\"");
                return ExitCodes.BadInput;
            }

            var closed = await services.Store.Health.ReleaseAsync(source, person.Name, now, new AuditEvent(now, person.Name, "source.released", "source:" + source, null, person.UnitId), cancellation);
            await terminal.Output.WriteLineAsync(closed > 0 ? string.Create(CultureInfo.InvariantCulture, $"Đã xác nhận / released: {source} ({closed})") : $"Không có cảnh báo / no open notice: {source}");
            return closed > 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static Argument<string> Id() => new("ID") { Description = "Mã nguồn / source id" };

    private static Table Table(IReadOnlyList<SourceFill> history)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Trường / field");
        foreach (var scan in history) table.AddColumn(scan.At.ToDisplayTime().ToString("MM-dd HH:mm", CultureInfo.InvariantCulture), column => column.RightAligned());
        table.AddRow(["định nghĩa / definition", .. history.Select(scan => scan.Version[..Math.Min(6, scan.Version.Length)] + (scan.IsBaseline ? "" : " !"))]);
        table.AddRow(["trang đọc được / pages read", .. history.Select(scan => string.Create(CultureInfo.InvariantCulture, $"{scan.PagesRead}/{scan.Pages}"))]);
        table.AddRow(["tin / listings", .. history.Select(scan => scan.Listings.ToString(CultureInfo.InvariantCulture))]);
        var order = FillFields.All.Select(field => field.Name).ToList();
        foreach (var measure in history.SelectMany(scan => scan.Measures.Keys).Distinct(StringComparer.Ordinal)
                     .OrderBy(name => name.StartsWith(FillFields.Own, StringComparison.Ordinal)).ThenBy(name => order.IndexOf(name)).ThenBy(name => name, StringComparer.Ordinal))
            table.AddRow([Markup.Escape(measure), .. history.Select(scan => scan.Listings == 0 || !scan.Measures.TryGetValue(measure, out var count) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / scan.Listings:0} %"))]);
        return table;
    }
}
