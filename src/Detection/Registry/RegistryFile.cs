using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Registry;

/// <summary>
/// Reads a list of certified devices from CSV (RFC 4180, UTF-8, comma or semicolon). Columns bear the names of the public look-up's
/// fields or the headings of the list on vnta.gov.vn; their order is free and unknown ones are passed over. Every fault is reported
/// with line and field.
/// </summary>
public static class RegistryFile
{
    private static readonly (string Field, bool Required, string[] Names)[] Columns =
    [
        ("so_giay_chung_nhan", true, ["so_giay_chung_nhan", "so gcn", "so giay chung nhan", "number"]),
        ("ky_hieu", true, ["ky_hieu", "ky hieu", "model"]),
        ("ngay_cap_giay_chung_nhan", false, ["ngay_cap_giay_chung_nhan", "ngay cap", "issued"]),
        ("ngay_het_han", false, ["ngay_het_han", "ngay het han", "het han", "expires"]),
        ("don_vi_nop_ho_so_vn", false, ["don_vi_nop_ho_so_vn", "don vi", "don vi nop ho so", "applicant"]),
        ("ten_san_pham_vn", false, ["ten_san_pham_vn", "ten san pham", "name"]),
        ("ten_hang_san_xuat_vn", false, ["ten_hang_san_xuat_vn", "hang san xuat", "hang/nuoc san xuat", "hang nuoc san xuat", "manufacturer"]),
        ("quy_chuan_ky_thuat", false, ["quy_chuan_ky_thuat", "quy chuan", "standards"]),
        ("tinh_trang_giay_chung_nhan", false, ["tinh_trang_giay_chung_nhan", "tinh trang", "status"]),
        ("ma_so_thue", false, ["ma_so_thue", "ma so thue", "importer_tax_code"]),
        ("loai_dau", false, ["loai_dau", "loai dau", "mark"]),
    ];

    private static readonly string[] DateForms = ["yyyy-MM-dd", "d/M/yyyy", "d-M-yyyy", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"];

    /// <summary>Reads the text of a list.</summary>
    /// <param name="file">As the user named it.</param>
    /// <exception cref="InvalidInputException">Carries all faults.</exception>
    public static IReadOnlyList<CertifiedDevice> Read(string text, string file)
    {
        var errors = new List<InputError>();
        var devices = new List<CertifiedDevice>();
        var rows = CsvRows.Read(text, (line, message) => errors.Add(new(file, line, null, message)));
        if (rows.Count == 0) throw new InvalidInputException(new InputError(file, 1, null, "Danh sách trống: cần một dòng tiêu đề và ít nhất một thiết bị."));
        var at = Locate(rows[0], file, errors);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        if (errors.Count == 0)
        {
            foreach (var row in rows.Skip(1))
            {
                if (row.Cells.Count != rows[0].Cells.Count)
                {
                    errors.Add(new(file, row.Line, null, $"Dòng có {row.Cells.Count} cột, tiêu đề có {rows[0].Cells.Count}."));
                    continue;
                }
                var device = new CertifiedDevice
                {
                    Number = Cell(row, "so_giay_chung_nhan") ?? "",
                    Model = Cell(row, "ky_hieu") ?? "",
                    Issued = Date(row, "ngay_cap_giay_chung_nhan"),
                    Expires = Date(row, "ngay_het_han"),
                    Applicant = Cell(row, "don_vi_nop_ho_so_vn"),
                    Name = Cell(row, "ten_san_pham_vn"),
                    Manufacturer = Cell(row, "ten_hang_san_xuat_vn"),
                    Standards = Cell(row, "quy_chuan_ky_thuat"),
                    Status = Cell(row, "tinh_trang_giay_chung_nhan"),
                    ImporterTaxCode = Cell(row, "ma_so_thue"),
                    Mark = Cell(row, "loai_dau"),
                };
                if (device.Number.Length == 0) errors.Add(new(file, row.Line, "so_giay_chung_nhan", "Thiếu số giấy chứng nhận."));
                else if (!numbers.TryAdd(CertifiedDevices.Key(device.Number), row.Line)) errors.Add(new(file, row.Line, "so_giay_chung_nhan", $"Số {device.Number} đã có ở dòng {numbers[CertifiedDevices.Key(device.Number)]}."));
                if (device.Model.Length == 0) errors.Add(new(file, row.Line, "ky_hieu", "Thiếu ký hiệu (model)."));
                if (device.Expires < device.Issued) errors.Add(new(file, row.Line, "ngay_het_han", "Ngày hết hạn trước ngày cấp."));
                devices.Add(device);
            }
            if (rows.Count == 1) errors.Add(new(file, 1, null, "Danh sách không có thiết bị nào."));
        }
        return errors.Count > 0 ? throw new InvalidInputException(errors) : devices;

        string? Cell(CsvRow row, string field) => at.TryGetValue(field, out var column) && row.Cells[column].Trim() is { Length: > 0 } cell ? cell : null;

        DateOnly? Date(CsvRow row, string field)
        {
            if (Cell(row, field) is not { } cell) return null;
            if (DateOnly.TryParseExact(cell, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
            errors.Add(new(file, row.Line, field, $"\"{cell}\" không phải ngày; viết 2026-11-22 hoặc 22/11/2026."));
            return null;
        }
    }

    /// <summary>Writes a list as <see cref="Read"/> reads it: what the store holds, for a machine without it.</summary>
    public static string Write(IReadOnlyList<CertifiedDevice> devices)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Columns.Select(static column => column.Field)).Append('\n');
        foreach (var device in devices)
        {
            text.AppendJoin(',', new[]
            {
                device.Number, device.Model, Iso(device.Issued), Iso(device.Expires), device.Applicant, device.Name, device.Manufacturer, device.Standards, device.Status, device.ImporterTaxCode, device.Mark,
            }.Select(CsvRows.Quote)).Append('\n');
        }
        return text.ToString();

        static string? Iso(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, int> Locate(CsvRow heading, string file, List<InputError> errors)
    {
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var column = 0; column < heading.Cells.Count; column++)
        {
            var name = Text.Normaliser.Normalise(heading.Cells[column].Trim('\uFEFF', ' ')).Folded.Trim();
            foreach (var (field, _, names) in Columns)
            {
                if (Array.IndexOf(names, name) < 0) continue;
                if (!at.TryAdd(field, column)) errors.Add(new(file, heading.Line, field, "Cột này có hai lần."));
            }
        }
        foreach (var (field, _, _) in Columns.Where(column => column.Required && !at.ContainsKey(column.Field))) errors.Add(new(file, heading.Line, field, "Thiếu cột này."));
        return at;
    }
}
