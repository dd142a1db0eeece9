using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Registry;

namespace Ecom389.Monitor.Detection.Tests.Registry;

public class RegistryFileTests
{
    private const string Heading = "so_giay_chung_nhan,ky_hieu,ngay_cap_giay_chung_nhan,ngay_het_han,ten_san_pham_vn,ten_hang_san_xuat_vn\n";

    [Fact]
    public void A_list_is_read_by_the_names_of_its_columns()
    {
        var device = Assert.Single(RegistryFile.Read("ky_hieu,so_giay_chung_nhan,cot_la,ngay_het_han\nSB-200,A0123150325AE01A2,x,15/03/2028\n", "f.csv"));
        Assert.Equal(("A0123150325AE01A2", "SB-200", new DateOnly(2028, 3, 15)), (device.Number, device.Model, device.Expires));
    }

    [Fact]
    public void Headings_of_the_public_page_and_semicolons_are_read_too() =>
        Assert.Equal("SB-200", Assert.Single(RegistryFile.Read("\uFEFFSTT;Số GCN;Ký hiệu;Ngày cấp\r\n1;A0123150325AE01A2;SB-200;2025-03-15\r\n", "f.csv")).Model);

    [Fact]
    public void Every_fault_is_named_with_its_line_and_field()
    {
        var text = Heading
            + ",SB-1,2025-03-15,,,\n"
            + "A0123150325AE01A2,,2025-03-15,,,\n"
            + "A0124150325AE01A2,SB-2,hôm qua,,,\n"
            + "A0124150325AE01A2,SB-2,2025-03-15,2024-03-15,,\n"
            + "A0125150325AE01A2,SB-3\n";
        var errors = Assert.Throws<InvalidInputException>(() => RegistryFile.Read(text, "f.csv")).Errors;
        Assert.Equal(
            [(2, "so_giay_chung_nhan"), (3, "ky_hieu"), (4, "ngay_cap_giay_chung_nhan"), (5, "so_giay_chung_nhan"), (5, "ngay_het_han"), (6, null)],
            errors.Select(static error => (error.Line!.Value, error.Field)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("so_giay_chung_nhan,ky_hieu\n")]
    [InlineData("so_giay_chung_nhan\nA1\n")]
    [InlineData("so_giay_chung_nhan,ky_hieu,ky_hieu\nA1,B,C\n")]
    [InlineData("so_giay_chung_nhan,ky_hieu\n\"A1,B\n")]
    public void An_empty_short_doubled_or_unclosed_list_is_refused(string text) => Assert.NotEmpty(Assert.Throws<InvalidInputException>(() => RegistryFile.Read(text, "f.csv")).Errors);

    [Fact]
    public void A_cell_with_commas_quotes_and_line_ends_is_one_cell()
    {
        var device = Assert.Single(RegistryFile.Read(Heading + "A1,\"X-1, X-2\",,,\"Loa \"\"to\"\"\nvà vang\",\n", "f.csv"));
        Assert.Equal(["X-1", "X-2"], device.Models);
        Assert.Equal("Loa \"to\"\nvà vang", device.Name);
    }

    [Fact]
    public void What_is_written_is_read_again_unchanged()
    {
        CertifiedDevice[] devices = [new() { Number = "A1", Model = "X-1, X-2", Name = "Loa \"to\"", Issued = new(2025, 1, 2), Status = "còn hiệu lực" }, new() { Number = "B2", Model = "Y;3" }];
        Assert.Equal(devices, RegistryFile.Read(RegistryFile.Write(devices), "f.csv"));
    }
}
