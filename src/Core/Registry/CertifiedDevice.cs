namespace Ecom389.Monitor.Core;

/// <summary>
/// One certificate of conformity as the list of the authority shows it. Columns as the public look-up of Trung tâm Đo lường Chất lượng
/// Viễn thông names them, and the importer's tax code and kind of mark where the list has them.
/// </summary>
public sealed record CertifiedDevice
{
    /// <summary><c>so_giay_chung_nhan</c>: C0955191224AE15A3.</summary>
    public required string Number { get; init; }

    /// <summary><c>ngay_cap_giay_chung_nhan</c>.</summary>
    public DateOnly? Issued { get; init; }

    /// <summary><c>ngay_het_han</c>; read, never computed.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary><c>don_vi_nop_ho_so_vn</c>: who applied.</summary>
    public string? Applicant { get; init; }

    /// <summary><c>ten_san_pham_vn</c>: what it is.</summary>
    public string? Name { get; init; }

    /// <summary><c>ky_hieu</c>: model, several parted by a comma or stroke.</summary>
    public required string Model { get; init; }

    /// <summary><c>ten_hang_san_xuat_vn</c>: manufacturer.</summary>
    public string? Manufacturer { get; init; }

    /// <summary><c>quy_chuan_ky_thuat</c>: the regulations it was tested by, as written.</summary>
    public string? Standards { get; init; }

    /// <summary><c>tinh_trang_giay_chung_nhan</c>: còn hiệu lực, hết hiệu lực, đã thu hồi …</summary>
    public string? Status { get; init; }

    /// <summary>Tax code of the importer, where the list has it.</summary>
    public string? ImporterTaxCode { get; init; }

    /// <summary>ICT or CR, where the list has it.</summary>
    public string? Mark { get; init; }

    /// <summary>The single models of <see cref="Model"/>.</summary>
    public IEnumerable<string> Models => Model.Split([',', ';', '/', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether the list calls it withdrawn.</summary>
    public bool IsRevoked => Status?.Contains("thu hồi", StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>One import of the list.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="ListDate">The day the list itself is of.</param>
/// <param name="ImportedAt">When it was taken in.</param>
/// <param name="ImportedBy">User name.</param>
/// <param name="File">Name of the file, without folder.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Rows">Devices in it.</param>
public sealed record CertifiedDeviceList(Guid Id, DateOnly ListDate, DateTimeOffset ImportedAt, string ImportedBy, string File, string Sha256, int Rows);
