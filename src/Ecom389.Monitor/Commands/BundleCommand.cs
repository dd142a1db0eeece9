using System.CommandLine;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Operations.Bundles;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>bundle export</c> and <c>bundle import</c>: rules, model, calendars and list for a machine without a network, as one signed file.</summary>
internal static class BundleCommand
{
    public static Command Make(Terminal terminal) => new("bundle", """
        Gói cập nhật cho máy không có mạng: quy tắc, mô hình, lịch làm việc, danh mục chứng nhận, có chữ ký.
        Updates for a machine without a network: rules, model, calendars, certified devices, signed.

        Ví dụ / example:  ecom389 bundle import cap-nhat.bundle --as admin --trust nguon.pem
        """) { Export(terminal), Import(terminal) };

    private static Command Export(Terminal terminal)
    {
        var data = SharedOptions.Data();
        var output = new Option<string>("--out") { Description = "Tệp ghi ra / the file written", Required = true, HelpName = "F" };
        var keys = new Option<string>("--keys") { Description = "Thư mục khoá ký; chưa có khoá thì tạo / folder of the signing key; made where there is none", Required = true, HelpName = "DIR" };
        var sequence = new Option<long?>("--sequence") { Description = "Số thứ tự, phải tăng; mặc định theo giờ UTC / rising number; by default from the UTC clock", HelpName = "N" };
        var note = new Option<string>("--note") { Description = "Ghi chú / a note", DefaultValueFactory = _ => "", HelpName = "TEXT" };
        var command = new Command("export", """
            Đóng gói quy tắc, mô hình, danh mục đang dùng và ký. In khoá công khai để máy nhận tin cậy.
            Packs and signs what is in force here. Prints where the public key for the receiving machine lies.

            Ví dụ / example:  ecom389 bundle export --out cap-nhat.bundle --keys khoa-phat-hanh
            """) { output, keys, sequence, note, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var time = TimeProvider.System;
            using var key = SigningKey.OpenOrCreate(parsed.GetValue(keys)!, time);
            var number = parsed.GetValue(sequence) ?? long.Parse(time.GetUtcNow().UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            var manifest = await BundleWriter.WriteAsync(Installation.Of(parsed, data), parsed.GetValue(output)!, number, parsed.GetValue(note)!, key, time, cancellation);
            var pem = Path.Combine(parsed.GetValue(keys)!, key.Fingerprint + ".public.pem");
            await File.WriteAllTextAsync(pem, key.PublicPem, cancellation);
            await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{parsed.GetValue(output)}: bản / sequence {manifest.Sequence}, {manifest.Files.Count} tệp / files"));
            await terminal.Error.WriteLineAsync($"khoá công khai / public key: {pem}  ({key.Fingerprint})");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Import(Terminal terminal)
    {
        var (data, user) = (SharedOptions.Data(), SharedOptions.As());
        var file = new Argument<string>("FILE") { Description = "Gói cập nhật / the bundle" };
        var trust = new Option<string?>("--trust") { Description = "Khoá công khai của nơi phát hành, chỉ cần lần đầu / the publisher's public key, for the first import only", HelpName = "PEM" };
        var command = new Command("import", """
            Nhập trọn gói hoặc không nhập gì: sai chữ ký, cũ hơn bản đang dùng hay không nạp được thì từ chối (thoát 2).
            Takes the whole bundle or nothing: a wrong signature, an older one or one that does not load is refused (exit 2).

            Ví dụ / example:  ecom389 bundle import cap-nhat.bundle --as admin --trust nguon.pem
            """) { file, trust, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            await using var services = MonitorServices.OpenExisting(installation);
            if (await OperationsOptions.AdministratorAsync(terminal, services, parsed.GetValue(user)!, cancellation) is not { } person) return ExitCodes.BadInput;
            var manifest = await new BundleImporter(installation, parsed.GetValue(file)!).RunAsync(parsed.GetValue(trust), cancellation);
            await services.Store.Audit.AppendAsync(
                new AuditEvent(TimeProvider.System.GetUtcNow(), person.Name, "bundle.imported", string.Create(CultureInfo.InvariantCulture, $"bundle:{manifest.Sequence}"), null, person.UnitId), cancellation);
            await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"đang dùng / in force: {manifest.Sequence} ({manifest.CreatedAt:yyyy-MM-dd HH:mm} UTC) {manifest.Note}"));
            return ExitCodes.Done;
        });
        return command;
    }
}
