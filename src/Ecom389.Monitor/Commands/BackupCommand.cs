using System.CommandLine;
using System.Globalization;
using Ecom389.Monitor.Operations;
using Ecom389.Monitor.Operations.Backups;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>backup</c>: a whole copy of the installation, taken while it is used.</summary>
internal static class BackupCommand
{
    public static Command Make(Terminal terminal)
    {
        var (config, operations, data) = (ScanCommand.Config(), OperationsOptions.File(), SharedOptions.Data());
        var output = new Option<string>("--out") { Description = "Thư mục nhận các bản sao lưu, nên ở đĩa khác / folder of backups, better on another disk", Required = true, HelpName = "DIR" };
        var keep = new Option<int?>("--keep") { Description = "Chỉ giữ N bản mới nhất / keep the newest N only", HelpName = "N" }.Between(1);
        var command = new Command("backup", """
            Sao lưu cơ sở dữ liệu, bằng chứng, chuỗi lưu giữ, quy tắc và mô hình trong khi hệ thống đang chạy. Tệp chỉ có ở kho bằng chứng
            (evidenceStore) được nêu tên, không chép: thoát 3.
            Backs up database, evidence, chain of custody, rules and model while the system runs. Files that only the evidence store has are
            named, not copied: exit 3.

            Ví dụ / example:  ecom389 backup --out /mnt/sao-luu --keep 7
            """) { output, keep, config, operations, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            await using var services = MonitorServices.OpenExisting(installation);
            using var evidence = await EvidenceAccess.OpenAsync(installation, parsed.GetValue(operations)!, TimeProvider.System, cancellation);
            var made = await new BackupService(installation, services.Store.Care, TimeProvider.System, evidence.Elsewhere).RunAsync(parsed.GetValue(output)!, parsed.GetValue(keep), [parsed.GetValue(config)!, parsed.GetValue(operations)!], cancellation);
            await terminal.Output.WriteLineAsync(made.Folder);
            await terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{made.Manifest.Files.Count} tệp / files ({made.Linked} nối lại / linked), {made.Bytes / 1e6:F1} MB"));
            foreach (var note in made.Manifest.Notes) await terminal.Error.WriteLineAsync(note);
            return made.Elsewhere.Count + made.Lost.Count == 0 ? ExitCodes.Done : ExitCodes.Partial;
        });
        return command;
    }
}

/// <summary><c>restore</c>: a backup back into an empty folder, every byte compared, then checked.</summary>
internal static class RestoreCommand
{
    public static Command Make(Terminal terminal)
    {
        var (operations, data) = (OperationsOptions.File(), SharedOptions.Data());
        var backup = new Argument<string>("BACKUP") { Description = "Thư mục của một bản sao lưu / folder of one backup" };
        var command = new Command("restore", """
            Phục hồi vào một thư mục dữ liệu trống; so mã băm từng tệp, rồi kiểm tra bất biến của kho. Thoát 2 khi bản sao lưu hỏng.
            Restores into an empty data folder; compares every file's hash, then checks the store's invariants. Exit 2 on a broken backup.

            Ví dụ / example:  ecom389 restore /mnt/sao-luu/ecom389-20261122T180000Z --data /var/lib/ecom389
            """) { backup, operations, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            using var evidence = await EvidenceAccess.OpenAsync(installation, parsed.GetValue(operations)!, TimeProvider.System, cancellation);
            var manifest = await RestoreService.RunAsync(parsed.GetValue(backup)!, parsed.GetValue(data)!, installation.Store.IsServer ? installation.Store : null, cancellation);
            await terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{manifest.Files.Count} tệp khớp mã băm / files hold; bản của / of {manifest.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC"));
            await using var services = MonitorServices.OpenExisting(installation);
            return await CheckCommand.WriteAsync(terminal, await InstallationCheck.RunAsync(installation, services, evidence.Elsewhere, deep: true, TimeProvider.System, cancellation), json: false);
        });
        return command;
    }
}
