using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Registry;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>registry import / check</c>: the list of certified devices.</summary>
internal static class RegistryCommand
{
    public static Command Make(Terminal terminal) => new("registry", """
        Danh sách thiết bị đã được chứng nhận hợp quy: nhập, tra.
        The list of certified devices: import, look up.

        Ví dụ / example:  ecom389 registry import danh-sach.csv --list-date 2026-11-01 --as admin
        """)
    {
        Import(terminal),
        Check(terminal),
    };

    private static Command Import(Terminal terminal)
    {
        var file = new Argument<string>("F.csv") { Description = "Tệp CSV, UTF-8 / CSV file; - reads standard input" };
        var date = new Option<string?>("--list-date") { Description = "Ngày của danh sách, YYYY-MM-DD (mặc định: hôm nay) / day of the list", HelpName = "DATE" };
        var user = SharedOptions.As();
        var data = SharedOptions.Data();
        var command = new Command("import", """
            Nhập danh sách; danh sách trước được giữ lại, danh sách này có hiệu lực. Có lỗi ở bất kỳ dòng nào thì không nhập gì và nêu hết lỗi.
            Imports the list; earlier ones are kept, this one is in force. Any fault imports nothing and all faults are named.

            Cột / columns: so_giay_chung_nhan, ky_hieu, ngay_cap_giay_chung_nhan, ngay_het_han, don_vi_nop_ho_so_vn, ten_san_pham_vn, ten_hang_san_xuat_vn, quy_chuan_ky_thuat, tinh_trang_giay_chung_nhan, ma_so_thue, loai_dau

            Ví dụ / example:  ecom389 registry import danh-sach.csv --list-date 2026-11-01 --as admin
            """) { file, date, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetValue(file)!;
            var listDate = InputFiles.Today();
            if (parsed.GetValue(date) is { } written && !DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out listDate))
                throw new InvalidInputException(new InputError(name, null, "--list-date", $"\"{written}\" không phải ngày YYYY-MM-DD / is no date YYYY-MM-DD"));
            if (listDate > InputFiles.Today()) throw new InvalidInputException(new InputError(name, null, "--list-date", "ngày của danh sách ở tương lai / the list's day is in the future"));
            var text = Decode(InputFiles.ReadBytes(name), name);
            var devices = RegistryFile.Read(text, name);
            var installation = Installation.Of(parsed, data);
            await using var services = MonitorServices.OpenExisting(installation);
            var by = parsed.GetValue(user)!;
            var person = (await services.Users.AllAsync(cancellation)).FirstOrDefault(known => known.Name == by && known.Enabled);
            if (person?.Role is not (Role.Administrator or Role.Analyst))
            {
                await terminal.Error.WriteLineAsync($"--as: \"{by}\" không phải quản trị viên hay cán bộ phân tích / is neither administrator nor analyst");
                return ExitCodes.Failed;
            }

            var now = TimeProvider.System.GetUtcNow();
            var list = new CertifiedDeviceList(Guid.CreateVersion7(now), listDate, now, by, Path.GetFileName(name), ContentHash.Of(text), devices.Count);
            var audit = new AuditEvent(now, by, "registry.imported", $"registry:{list.Id}", JsonSerializer.Serialize(new { listDate, list.File, list.Sha256, list.Rows }, JsonContract.Compact), person.UnitId);
            await services.Store.Registry.ImportAsync(list, devices, audit, cancellation);
            await RegistrySeed.WriteAsync(installation, list, devices, cancellation);
            await terminal.Output.WriteLineAsync($"{devices.Count} thiết bị / devices; ngày danh sách / list of {listDate:yyyy-MM-dd}; {list.Sha256[..12]}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Check(Terminal terminal)
    {
        var text = new Argument<string>("TEXT") { Description = "Số giấy chứng nhận, mã hàng hoặc đoạn tin; - đọc từ đầu vào chuẩn / number, model or text" };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new Command("check", """
            Tra số giấy chứng nhận và mã hàng trong một đoạn văn bản; nêu trạng thái hợp quy và ngày của danh sách. Không thấy không phải là không có.
            Looks up the certificate numbers and models in a text; says the state of conformity and the list's day. Not found is no proof of absence.

            Ví dụ / example:  ecom389 registry check "Loa SB-200, số GCN A0123150325AE01A2"
            """) { text, data, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var given = parsed.GetValue(text)!;
            if (given == "-") given = await Console.In.ReadToEndAsync(cancellation);
            var installation = Installation.Of(parsed, data);
            var rules = RulePackLoader.Load(installation.Rules);
            var registry = RegistrySeed.Load(installation);
            var view = new ListingView(new ListingRecord { Title = given });
            var fact = new ListingFacts(rules.Facts with { Registry = registry }, view, InputFiles.Today()).Conformity;
            var models = registry?.FindModels(view.Fields.Count > 0 ? view.Fields[0].Text.Value : "") ?? [];
            if (parsed.GetValue(json))
            {
                await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(new
                {
                    listDate = registry?.List.ListDate,
                    devices = registry?.Count,
                    state = fact.State is { } known ? ConformityFact.Name(known) : null,
                    required = fact.Required,
                    goods = fact.Goods?.Name,
                    numbers = fact.Claims.Select(static claim => new { claim.Number, claim.Issued, fault = claim.Fault is { } fault ? ConformityFact.Name(fault) : null, claim.Device }),
                    models,
                }, JsonContract.Indented));
                return ExitCodes.Done;
            }

            await terminal.Output.WriteLineAsync(registry is null
                ? "danh sách / list: chưa nhập / none imported (ecom389 registry import)"
                : $"danh sách / list: {registry.List.ListDate:yyyy-MM-dd}, {registry.Count} thiết bị / devices");
            await terminal.Output.WriteLineAsync($"trạng thái / state: {(fact.State is { } state ? ConformityFact.Name(state) : "không nói được / unknown")}");
            if (fact.Goods is { } goods) await terminal.Output.WriteLineAsync($"hàng / goods: {goods.Name}; {(fact.Required == true ? "phải hợp quy / needs conformity" : "ngoài danh mục / outside the list")}{(goods.Standards is null ? "" : $"; {goods.Standards}")}");
            foreach (var claim in fact.Claims)
                await terminal.Output.WriteLineAsync($"số / number {claim.Number}: {(claim.Device is { } device ? Describe(device) : registry is null ? "chưa tra được / not looked up" : "không thấy trong bản nhập / not in the local copy")}{(claim.Fault is { } fault ? $"; {ConformityFact.Name(fault)}" : "")}");
            foreach (var device in models) await terminal.Output.WriteLineAsync($"mã hàng / model {device.Model}: {device.Number}, {Describe(device)}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Describe(CertifiedDevice device) =>
        $"{device.Name} {device.Model}, {device.Manufacturer}{(device.Expires is { } expires ? $", đến / until {expires:yyyy-MM-dd}" : "")}{(device.Status is { Length: > 0 } status ? $", {status}" : "")}";

    private static string Decode(byte[] bytes, string file)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException(new InputError(file, null, null, "Tệp phải là UTF-8; trong Excel chọn \"CSV UTF-8\" / the file must be UTF-8"));
        }
    }
}
