namespace Signalbox.Engine.Governance.Configuration;

/// <summary>Stable codes of the faults that only a configuration can have; the others are those of <see cref="Workflows.DiagnosticCodes"/>.</summary>
public static class ConfigurationCodes
{
    public const string BadVersion = "bad-version";
    public const string VersionNotGreater = "version-not-greater";
    public const string NotAReference = "not-a-reference";
    public const string BadAgent = "bad-agent";
    public const string AgentOfSignalbox = "agent-of-signalbox";
    public const string BadOption = "bad-option";
    public const string FixedHere = "fixed-here";
    public const string NotSettled = "not-settled";
}
