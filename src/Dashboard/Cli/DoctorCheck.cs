namespace Signalbox.Dashboard.Cli;

/// <summary>One line of the doctor.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Result"><c>ok</c>, <c>warn</c> or <c>fail</c>.</param>
/// <param name="Found">What was found.</param>
/// <param name="Advice">What to do; null when all is well.</param>
internal sealed record DoctorCheck(string Name, string Result, string Found, string? Advice)
{
    public static DoctorCheck Ok(string name, string found) => new(name, "ok", found, null);

    public static DoctorCheck Warn(string name, string found, string advice) => new(name, "warn", found, advice);

    public static DoctorCheck Fail(string name, string found, string advice) => new(name, "fail", found, advice);
}
