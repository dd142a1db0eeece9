using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Commands;

/// <summary><c>store</c>: moving the store from one machine's file to a server for several.</summary>
internal static class StoreCommand
{
    public static Command Make(Terminal terminal) => new("store", "Chuyển kho dữ liệu sang máy chủ dùng chung / moves the store to a server that several machines share") { Migrate(terminal) };

    private static Command Migrate(Terminal terminal)
    {
        var from = new Option<string>("--from") { Description = "Thư mục dữ liệu có ecom389.db / data folder with ecom389.db", Required = true, HelpName = "DIR" };
        var to = new Option<string>("--to") { Description = "Cơ sở dữ liệu PostgreSQL rỗng / an empty PostgreSQL database", Required = true, HelpName = "postgres://…" };
        var verify = new Option<bool>("--verify-only") { Description = "Chỉ so từng dòng hai bên, không ghi gì / only compare both sides row by row, write nothing" };
        var json = SharedOptions.Json();
        var command = new Command("migrate", """
            Chép mọi bảng sang PostgreSQL rồi đọc lại và so từng dòng; chỉ khi không dòng nào khác thì mới giữ. Kho nguồn không đổi.
            Copies every table to PostgreSQL, reads back and compares row by row; kept only when no row differs. The source is left as it is.

            Ví dụ / example:  ecom389 store migrate --from /var/lib/ecom389 --to postgres://ecom389@db/ecom389
            """) { from, to, verify, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = new Installation(parsed.GetValue(from)!, "", "");
            var address = StoreAddress.Parse(parsed.GetValue(to)!);
            if (!address.IsServer) throw new InvalidInputException(new InputError("--to", null, null, "cần địa chỉ postgres://… / a postgres://… address is needed"));
            if (!File.Exists(installation.Database))
                throw new InvalidInputException(new InputError(installation.Data, null, "--from", $"chưa có kho dữ liệu / no store at {installation.Database}"));
            using var alone = MaintenanceLock.TryTake(installation)
                ?? throw new InvalidInputException(new InputError(installation.Data, null, "--from", "đang sao lưu hoặc dọn bằng chứng / a backup or retention is at work there; try again when it is done."));
            var mover = new StoreMove(TimeProvider.System) { Progress = parsed.GetValue(json) ? null : table => terminal.Error.WriteLine(table) };
            var report = await Task.Run(() => parsed.GetValue(verify) ? mover.Verify(installation.Database, address, cancellation) : mover.Run(installation.Database, address, cancellation), cancellation);
            if (parsed.GetValue(json)) await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(report, JsonContract.Compact));
            else await WriteAsync(terminal, report, parsed.GetValue(verify));
            return report.Matches ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static async Task WriteAsync(Terminal terminal, MoveReport report, bool verifyOnly)
    {
        await terminal.Output.WriteLineAsync(Line($"{"bảng / table",-22} {"nguồn / source",14} {"đích / target",14}  SHA-256 (16)       {"",4}"));
        foreach (var table in report.Tables)
        {
            await terminal.Output.WriteLineAsync(Line($"{table.Name,-22} {table.Rows,14:N0} {table.MovedRows,14:N0}  {table.Sha256[..16]}  {(table.Matches ? "ok" : "KHÁC / DIFFERS")}"));
            foreach (var row in table.Differing) await terminal.Output.WriteLineAsync("    " + row);
        }

        var rows = report.Tables.Sum(table => table.Rows);
        await terminal.Output.WriteLineAsync(report.Matches
            ? Line($"{rows:N0} dòng giống nhau / rows are the same; {(verifyOnly ? "" : $"chép / copied {report.Copying.TotalSeconds:F1} s, ")}so / compared {report.Verifying.TotalSeconds:F1} s; schema {report.Schema:D4}")
            : "Có dòng khác; không giữ gì ở đích / rows differ; nothing was kept at the target");
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture).TrimEnd();
}
