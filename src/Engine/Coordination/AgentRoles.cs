namespace Signalbox.Engine.Coordination;

/// <summary>Roles that mean something to Signalbox (spec 3, Roles). Others, such as <c>backend</c>, say what somebody is for and pick the steps that ask for them.</summary>
public static class AgentRoles
{
    /// <summary>Claims steps and does them.</summary>
    public const string Worker = "worker";

    /// <summary>Plans: also assigns steps and messages others.</summary>
    public const string Coordinator = "coordinator";
}
