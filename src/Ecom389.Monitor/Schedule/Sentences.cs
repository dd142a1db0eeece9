namespace Ecom389.Monitor.Schedule;

/// <summary>What is put down of runs, in both languages: it is read on the site, in mails and on the command line.</summary>
internal static class Sentences
{
    public const string Interrupted = "Bị ngắt khi chương trình dừng; lần khởi động sau làm tiếp / cut off when the program stopped; the next start goes on";

    public const string WindowEnded = "Hết khung giờ, phần còn lại làm lượt sau / the window ended, the rest is done next time.";

    public const string ScheduleBegins = "Lịch bắt đầu từ sau ngày này / the schedule begins after this date";

    public const string MadeUp = "Lỡ khi chương trình tắt; lượt sau làm bù một lần / missed while the program was off; made up once by a later run";

    public const string MissedAndLeft = "Lỡ khi chương trình tắt; theo lịch không làm bù / missed while the program was off; not made up, as the schedule says";
}
