namespace Signalbox.Engine.Coordination;

/// <summary>What a recipient has done with a message.</summary>
public enum MessageStatus
{
    /// <summary>Not delivered yet; a claim, a prompt or the inbox moves it on.</summary>
    Unread = 0,

    /// <summary>Delivered or read; the recipient may archive it.</summary>
    Read = 1,

    /// <summary>Put away; shown only where it is asked for.</summary>
    Archived = 2,
}
