"""What each journal verb of signing in, and of the demo's door, is called on the screen."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "sign_in.enter": _("登录"),
    "sign_in.leave": _("退出"),
    "sign_in.refuse": _("登录未通过"),
    "password.change": _("修改密码"),
    "totp.add": _("启用动态口令"),
    "totp.remove": _("停用动态口令"),
    "totp.refuse": _("动态口令未通过"),
    "recovery_codes.add": _("生成备用码"),
    "recovery_codes.renew": _("重新生成备用码"),
    "recovery_codes.remove": _("删除备用码"),
    "recovery_codes.use": _("使用备用码"),
    "identity.link": _("关联统一身份"),
    "demo.enter": _("演示中换人"),
    "identity.refuse": _("统一身份登录未通过"),
}
